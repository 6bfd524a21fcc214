package io.webhookguard.store.sql.fence;

import io.webhookguard.api.error.SupersededException;
import io.webhookguard.api.event.FencingToken;
import io.webhookguard.api.event.Response;
import java.util.function.Function;

/**
 * What came of asking to do an effect once. Certain as soon as the transaction has committed; if it
 * rolls back, nothing has happened.
 */
public sealed interface FenceAnswer {

  /** Applies the function of the case at hand. */
  <T> T match(
      Function<First, T> first,
      Function<AlreadyDone, T> alreadyDone,
      Function<Superseded, T> superseded);

  /**
   * What the handler may return: the effect's result, from now or from then.
   *
   * @throws SupersededException if there is none, because a later generation was here before: roll
   *     back, and let the attempt end by this
   */
  default Response responseOrThrow() {
    return match(
        First::response,
        AlreadyDone::response,
        superseded -> {
          throw new SupersededException(
              "generation "
                  + superseded.newestGeneration()
                  + " of the event has had its effect here, under token "
                  + superseded.newestToken());
        });
  }

  /**
   * The effect was done just now, in this transaction.
   *
   * @param response what it returned
   */
  record First(Response response) implements FenceAnswer {
    @Override
    public <T> T match(
        Function<First, T> first,
        Function<AlreadyDone, T> alreadyDone,
        Function<Superseded, T> superseded) {
      return first.apply(this);
    }
  }

  /**
   * The effect of this generation was done before, and not again.
   *
   * @param response what it returned then; of a body above {@link Response#MAX_BODY_BYTES} only the
   *     digest
   */
  record AlreadyDone(Response response) implements FenceAnswer {
    @Override
    public <T> T match(
        Function<First, T> first,
        Function<AlreadyDone, T> alreadyDone,
        Function<Superseded, T> superseded) {
      return alreadyDone.apply(this);
    }
  }

  /**
   * A later generation was here: the event was replayed while this run was under way. Nothing was
   * done.
   *
   * @param newestGeneration whose effect is here
   * @param newestToken under which it was done
   */
  record Superseded(int newestGeneration, FencingToken newestToken) implements FenceAnswer {
    @Override
    public <T> T match(
        Function<First, T> first,
        Function<AlreadyDone, T> alreadyDone,
        Function<Superseded, T> superseded) {
      return superseded.apply(this);
    }
  }
}
