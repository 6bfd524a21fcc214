package io.webhookguard.core.handler;

import io.webhookguard.api.store.HeadOfLine;
import java.time.Duration;

/**
 * What follows from how the attempts of a handler end.
 *
 * @param retry how often and how long
 * @param inDoubt what follows when an outcome is unknown
 * @param remoteKeyTtl how long the other side remembers an idempotency key from its first use:
 *     nothing in doubt is repeated after that
 * @param headOfLine what a FAILED event does to its lane
 * @param takeovers after so many attempts in a row whose node died or lost its lease, 1 to {@value
 *     RetryPolicy#MAX_ATTEMPTS}, the event itself is taken for the cause and becomes a dead letter
 * @param classification what exceptions mean that the handler does not declare itself
 */
public record RunPolicy(
    RetryPolicy retry,
    InDoubt inDoubt,
    Duration remoteKeyTtl,
    HeadOfLine headOfLine,
    int takeovers,
    Classification classification) {

  /**
   * For effects that honour the idempotency key: retries, also in doubt, for as long as a key is
   * remembered for 20 hours; lanes block; five dead nodes in a row are enough.
   */
  public static final RunPolicy DEFAULT =
      new RunPolicy(
          RetryPolicy.DEFAULT,
          InDoubt.RETRY,
          Duration.ofHours(20),
          HeadOfLine.BLOCK,
          5,
          Classification.NONE);

  /** For effects whose repetition is harmless: as {@link #DEFAULT}, and no key is forgotten. */
  public static final RunPolicy AT_LEAST_ONCE = DEFAULT.withRemoteKeyTtl(RetryPolicy.MAX_TIME);

  /**
   * For effects that must not be repeated and cannot be asked about: an attempt whose outcome is
   * unknown is the last one, until a person decides. Only what the handler declares as not
   * happened, by {@link RetryableFailure} or {@link NotStartedFailure}, is tried again.
   */
  public static final RunPolicy AT_MOST_ONCE = DEFAULT.withInDoubt(InDoubt.PARK);

  public RunPolicy {
    if (remoteKeyTtl.isNegative() || remoteKeyTtl.compareTo(RetryPolicy.MAX_TIME) > 0) {
      throw new IllegalArgumentException(
          "how long a key is remembered is 0 to " + RetryPolicy.MAX_TIME + ", got " + remoteKeyTtl);
    }
    if (takeovers < 1 || takeovers > RetryPolicy.MAX_ATTEMPTS) {
      throw new IllegalArgumentException(
          "takeovers in a row are 1 to " + RetryPolicy.MAX_ATTEMPTS + ", got " + takeovers);
    }
  }

  /** This policy with other retries. */
  public RunPolicy withRetry(RetryPolicy wanted) {
    return new RunPolicy(wanted, inDoubt, remoteKeyTtl, headOfLine, takeovers, classification);
  }

  /** This policy with another answer to doubt. */
  public RunPolicy withInDoubt(InDoubt wanted) {
    return new RunPolicy(retry, wanted, remoteKeyTtl, headOfLine, takeovers, classification);
  }

  /** This policy with another memory of keys. */
  public RunPolicy withRemoteKeyTtl(Duration wanted) {
    return new RunPolicy(retry, inDoubt, wanted, headOfLine, takeovers, classification);
  }

  /** This policy with another rule for lanes. */
  public RunPolicy withHeadOfLine(HeadOfLine wanted) {
    return new RunPolicy(retry, inDoubt, remoteKeyTtl, wanted, takeovers, classification);
  }

  /** This policy with another number of takeovers in a row. */
  public RunPolicy withTakeovers(int wanted) {
    return new RunPolicy(retry, inDoubt, remoteKeyTtl, headOfLine, wanted, classification);
  }

  /** This policy with another reading of exceptions. */
  public RunPolicy withClassification(Classification wanted) {
    return new RunPolicy(retry, inDoubt, remoteKeyTtl, headOfLine, takeovers, wanted);
  }
}
