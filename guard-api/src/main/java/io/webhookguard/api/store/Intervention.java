package io.webhookguard.api.store;

import io.webhookguard.api.event.Names;
import io.webhookguard.api.event.Problem;
import io.webhookguard.api.event.Response;
import io.webhookguard.api.ledger.DecisionKind;
import io.webhookguard.api.ledger.LedgerEntry;
import java.time.Duration;
import java.util.UUID;
import java.util.function.Function;

/** A change to an event that no attempt makes: a redelivery reopens it, or a person decides. */
public sealed interface Intervention {

  /** Made by the caller for this intervention; the row keeps it, a repeat gets the first answer. */
  UUID id();

  /** Applies the function of the case at hand. */
  <T> T match(
      Function<Redelivery, T> redelivery,
      Function<Retry, T> retry,
      Function<Confirm, T> confirm,
      Function<Discard, T> discard,
      Function<Replay, T> replay,
      Function<Erase, T> erase);

  /** The kind of the ledger entry that it writes (ES-41 to ES-45, ES-48). */
  default DecisionKind decision() {
    return match(
        redelivery -> DecisionKind.REOPENED,
        retry -> DecisionKind.RETRIED,
        confirm -> DecisionKind.CONFIRMED,
        discard -> DecisionKind.DISCARDED,
        replay -> DecisionKind.REPLAYED,
        erase -> DecisionKind.ERASED);
  }

  /** Who signs that entry: the person who answers for it, or the guard for a redelivery (LG-9). */
  default String actor() {
    return match(
        redelivery -> LedgerEntry.GUARD,
        retry -> retry.by().actor(),
        confirm -> confirm.by().actor(),
        discard -> discard.by().actor(),
        replay -> replay.by().actor(),
        erase -> erase.by().actor());
  }

  /** The detail of that entry. */
  default String reason() {
    return match(
        redelivery -> "delivered again",
        retry -> retry.by().reason(),
        confirm -> confirm.by().reason(),
        discard -> discard.by().reason(),
        replay -> replay.by().reason(),
        erase -> erase.by().reason());
  }

  /**
   * FAILED(EXHAUSTED) becomes PENDING with fresh attempts, because the provider delivered again.
   *
   * @param id made by the caller
   * @param maxReopenings refused once the event was reopened so often in its generation
   * @param keyWindow refused when its first attempt with the current keys is older than this
   */
  record Redelivery(UUID id, int maxReopenings, Duration keyWindow) implements Intervention {
    @Override
    public <T> T match(
        Function<Redelivery, T> redelivery,
        Function<Retry, T> retry,
        Function<Confirm, T> confirm,
        Function<Discard, T> discard,
        Function<Replay, T> replay,
        Function<Erase, T> erase) {
      return redelivery.apply(this);
    }
  }

  /**
   * FAILED becomes PENDING with fresh attempts: same generation, same keys, steps kept; the key
   * window starts anew, because a person answers for it. The doubt mark stays.
   *
   * @param id made by the caller
   * @param by who and why
   */
  record Retry(UUID id, Authority by) implements Intervention {
    @Override
    public <T> T match(
        Function<Redelivery, T> redelivery,
        Function<Retry, T> retry,
        Function<Confirm, T> confirm,
        Function<Discard, T> discard,
        Function<Replay, T> replay,
        Function<Erase, T> erase) {
      return retry.apply(this);
    }
  }

  /**
   * FAILED(IN_DOUBT) and FAILED(KEY_WINDOW) become COMPLETE: the effect did happen.
   *
   * @param id made by the caller
   * @param by who and why
   * @param response what to tell duplicates
   */
  record Confirm(UUID id, Authority by, Response response) implements Intervention {
    @Override
    public <T> T match(
        Function<Redelivery, T> redelivery,
        Function<Retry, T> retry,
        Function<Confirm, T> confirm,
        Function<Discard, T> discard,
        Function<Replay, T> replay,
        Function<Erase, T> erase) {
      return confirm.apply(this);
    }
  }

  /**
   * PENDING and FAILED become FAILED(CANCELLED) and let go of their lane.
   *
   * @param id made by the caller
   * @param by who and why
   */
  record Discard(UUID id, Authority by) implements Intervention {
    @Override
    public <T> T match(
        Function<Redelivery, T> redelivery,
        Function<Retry, T> retry,
        Function<Confirm, T> confirm,
        Function<Discard, T> discard,
        Function<Replay, T> replay,
        Function<Erase, T> erase) {
      return discard.apply(this);
    }
  }

  /**
   * COMPLETE becomes PENDING in the next generation: new keys, steps and response forgotten, tail
   * of its lane.
   *
   * @param id made by the caller
   * @param by who and why
   */
  record Replay(UUID id, Authority by) implements Intervention {
    @Override
    public <T> T match(
        Function<Redelivery, T> redelivery,
        Function<Retry, T> retry,
        Function<Confirm, T> confirm,
        Function<Discard, T> discard,
        Function<Replay, T> replay,
        Function<Erase, T> erase) {
      return replay.apply(this);
    }
  }

  /**
   * COMPLETE and FAILED(CANCELLED) lose payload, attributes, the body of the response and steps, as
   * by a purge: what is left recognises duplicates. The state stays.
   *
   * @param id made by the caller
   * @param by who and why
   */
  record Erase(UUID id, Authority by) implements Intervention {
    @Override
    public <T> T match(
        Function<Redelivery, T> redelivery,
        Function<Retry, T> retry,
        Function<Confirm, T> confirm,
        Function<Discard, T> discard,
        Function<Replay, T> replay,
        Function<Erase, T> erase) {
      return erase.apply(this);
    }
  }

  /**
   * Who answers for a change, and why. Both go into the ledger.
   *
   * @param actor 1 to 64 characters
   * @param reason 1 to {@value Problem#MAX_DETAIL_CHARS} characters; control characters are
   *     replaced
   */
  record Authority(String actor, String reason) {
    public Authority {
      actor = Names.printable(actor, Names.MAX_LABEL_CHARS).strip();
      reason = Names.printable(reason, Problem.MAX_DETAIL_CHARS).strip();
      if (actor.isEmpty()) {
        throw new IllegalArgumentException("an intervention names its actor");
      }
      if (reason.isEmpty()) {
        throw new IllegalArgumentException("an intervention gives its reason");
      }
    }
  }
}
