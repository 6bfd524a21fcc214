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
 */
public record RunPolicy(
    RetryPolicy retry, InDoubt inDoubt, Duration remoteKeyTtl, HeadOfLine headOfLine) {

  /** Retries, also in doubt, for as long as a key is remembered for 20 hours; lanes block. */
  public static final RunPolicy DEFAULT =
      new RunPolicy(RetryPolicy.DEFAULT, InDoubt.RETRY, Duration.ofHours(20), HeadOfLine.BLOCK);

  public RunPolicy {
    if (remoteKeyTtl.isNegative() || remoteKeyTtl.compareTo(RetryPolicy.MAX_TIME) > 0) {
      throw new IllegalArgumentException(
          "how long a key is remembered is 0 to " + RetryPolicy.MAX_TIME + ", got " + remoteKeyTtl);
    }
  }

  /** This policy with other retries. */
  public RunPolicy withRetry(RetryPolicy wanted) {
    return new RunPolicy(wanted, inDoubt, remoteKeyTtl, headOfLine);
  }

  /** This policy with another answer to doubt. */
  public RunPolicy withInDoubt(InDoubt wanted) {
    return new RunPolicy(retry, wanted, remoteKeyTtl, headOfLine);
  }

  /** This policy with another memory of keys. */
  public RunPolicy withRemoteKeyTtl(Duration wanted) {
    return new RunPolicy(retry, inDoubt, wanted, headOfLine);
  }

  /** This policy with another rule for lanes. */
  public RunPolicy withHeadOfLine(HeadOfLine wanted) {
    return new RunPolicy(retry, inDoubt, remoteKeyTtl, wanted);
  }
}
