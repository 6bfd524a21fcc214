package io.webhookguard.api.store;

import io.webhookguard.api.event.Attributes;
import io.webhookguard.api.event.EventKey;
import io.webhookguard.api.event.IgnoreReason;
import io.webhookguard.api.event.Lane;
import io.webhookguard.api.event.Names;
import io.webhookguard.api.event.Payload;
import java.time.Duration;
import java.util.UUID;
import java.util.function.Function;

/**
 * One verified event on its way into the store.
 *
 * @param deliveryId made by the caller once per delivery; the row keeps it, so that a repeat after
 *     a lost reply gets the first answer. Several events of one request may share it.
 * @param key which event
 * @param type the provider's name for what happened: 1 to 255 UTF-8 bytes
 * @param lane what it must queue behind, or {@link Lane#NONE}
 * @param rank orders a lane before arrival does: a lower rank runs first. 0 for order of arrival,
 *     else the version that the provider gives
 * @param attributes small facts to keep beside the payload
 * @param payload the raw body
 * @param intent what to do with it if it is new
 */
public record Arrival(
    UUID deliveryId,
    EventKey key,
    String type,
    Lane lane,
    long rank,
    Attributes attributes,
    Payload payload,
    Intent intent) {

  public Arrival {
    Names.requireOpaque("event type", type);
  }

  /** What becomes of an event that the store has not seen. */
  public sealed interface Intent {

    /** Applies the function of the case at hand. */
    <T> T match(Function<Queue, T> queue, Function<Claim, T> claim, Function<Ignore, T> ignore);

    /** Leave it for a worker. */
    record Queue() implements Intent {
      @Override
      public <T> T match(
          Function<Queue, T> queue, Function<Claim, T> claim, Function<Ignore, T> ignore) {
        return queue.apply(this);
      }
    }

    /**
     * Run it here and now if its lane is free; otherwise leave it for a worker.
     *
     * @param owner the node that would run it
     * @param claimId made by the caller for this claim
     * @param lease how long the claim is good for without renewal
     */
    record Claim(String owner, UUID claimId, Duration lease) implements Intent {
      public Claim {
        Limits.requireOwner(owner);
        Limits.requireLease(lease);
      }

      @Override
      public <T> T match(
          Function<Queue, T> queue, Function<Claim, T> claim, Function<Ignore, T> ignore) {
        return claim.apply(this);
      }
    }

    /**
     * Record it as COMPLETE without running it.
     *
     * @param reason why nobody runs it
     */
    record Ignore(IgnoreReason reason) implements Intent {
      @Override
      public <T> T match(
          Function<Queue, T> queue, Function<Claim, T> claim, Function<Ignore, T> ignore) {
        return ignore.apply(this);
      }
    }
  }
}
