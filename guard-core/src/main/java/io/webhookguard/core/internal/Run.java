package io.webhookguard.core.internal;

import io.webhookguard.api.event.EventKey;
import io.webhookguard.api.event.Payload;
import io.webhookguard.api.store.Attempt;
import io.webhookguard.api.store.Settlement;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** One claim that this node holds, from its grant until its end is answered by the store. */
final class Run {

  /** Names a run: an event may be claimed anew here while an older run of it still goes on. */
  record Name(EventKey key, long token) {}

  private enum Phase {
    GRANTED,
    RUNNING,
    ENDED
  }

  private final Attempt attempt;
  private final boolean slot;
  private final AtomicReference<Phase> phase = new AtomicReference<>(Phase.GRANTED);
  private final long grantedNanos;
  private volatile boolean leaseLost;
  private volatile long renewedNanos;
  private volatile Duration ran = Duration.ZERO;
  private volatile long endedNanos;
  private volatile Settlement.@Nullable Complete completion;
  private volatile boolean recorded;
  private volatile long mark;
  private volatile Payload payload;
  private volatile Gate.Pass pass = Gate.Pass.FREE;

  /**
   * A claim that was just granted.
   *
   * @param slot whether it occupies one of the node's slots
   * @param nowNanos the monotonic clock from before the claim was asked for
   */
  Run(Attempt attempt, boolean slot, long nowNanos) {
    this.attempt = attempt;
    this.payload = attempt.payload();
    this.slot = slot;
    this.grantedNanos = nowNanos;
    this.renewedNanos = nowNanos;
  }

  Attempt attempt() {
    return attempt;
  }

  EventKey key() {
    return attempt.claim().key();
  }

  Name name() {
    return new Name(key(), attempt.claim().token().value());
  }

  boolean holdsSlot() {
    return slot;
  }

  /** The monotonic clock from before the claim was asked for. */
  long grantedNanos() {
    return grantedNanos;
  }

  /** The payload was brought to the version that the handler reads. */
  void reads(Payload upcast) {
    payload = upcast;
  }

  /** The payload that the handler reads. */
  Payload payload() {
    return payload;
  }

  /** The gate of its route lets it run. */
  void passes(Gate.Pass wanted) {
    pass = wanted;
  }

  /** What the gate of its route has given it. */
  Gate.Pass pass() {
    return pass;
  }

  /** Held from now on: what was known of the event before was forgotten under this mark. */
  void held(long wanted) {
    mark = wanted;
  }

  /** The mark under which the event's completion may be remembered. */
  long mark() {
    return mark;
  }

  /** Claims the right to start the handler; false when it was withdrawn. */
  boolean begin() {
    return phase.compareAndSet(Phase.GRANTED, Phase.RUNNING);
  }

  /** Keeps the handler from starting; false when it has started or was withdrawn before. */
  boolean withdraw() {
    return phase.compareAndSet(Phase.GRANTED, Phase.ENDED);
  }

  /** Whether the handler runs. */
  boolean isRunning() {
    return phase.get() == Phase.RUNNING;
  }

  /** A transaction that is still open ends the attempt so, if it commits. */
  void completesWith(Settlement.Complete wanted) {
    completion = wanted;
  }

  /** How a transaction ends the attempt or has ended it, if it commits or has committed. */
  Optional<Settlement.Complete> completion() {
    return Optional.ofNullable(completion);
  }

  /** The transaction has committed. */
  void recorded() {
    recorded = true;
  }

  /** Whether it is known that a transaction has ended the attempt. */
  boolean isRecorded() {
    return recorded;
  }

  /** Whether a transaction that is probably still open holds the event's row. */
  boolean isHeldByTransaction() {
    return completion != null && isRunning();
  }

  /** The handler has returned. */
  void end(Duration howLong, long nowNanos) {
    ran = howLong;
    endedNanos = nowNanos;
    phase.set(Phase.ENDED);
  }

  /** How long the handler ran. */
  Duration ran() {
    return ran;
  }

  /** The monotonic clock from when the handler had returned. */
  long endedNanos() {
    return endedNanos;
  }

  /** The store said that the claim is over. */
  void loseLease() {
    leaseLost = true;
  }

  boolean leaseLost() {
    return leaseLost;
  }

  /** Whether nobody has heard of its renewal for so long. */
  boolean isOlderThan(Duration age, long nowNanos) {
    return nowNanos - renewedNanos >= age.toNanos();
  }

  void renewed(long nowNanos) {
    renewedNanos = nowNanos;
  }

  /** For log lines: key, attempt and token. */
  @Override
  public String toString() {
    return key() + " attempt " + attempt.number() + " token " + attempt.claim().token();
  }
}
