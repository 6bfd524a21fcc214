package io.webhookguard.servlet;

import java.time.Duration;

/**
 * What the front allows a sender before any adapter has looked at the request.
 *
 * <p>The size of a body is not here: it belongs to the source.
 *
 * @param bodyDeadline how long the whole body may take, from the first look at the request
 * @param answerDeadline how long the guard may take to answer after that; then the sender gets 503
 *     and has to deliver again
 * @param maxHeaders the most header lines
 * @param maxHeaderBytes the most bytes of header names and values, with four for each line
 */
public record FrontLimits(
    Duration bodyDeadline, Duration answerDeadline, int maxHeaders, int maxHeaderBytes) {

  /** 15 s for the body, 60 s for the answer, 100 header lines, 32 KiB of headers. */
  public static final FrontLimits DEFAULT =
      new FrontLimits(Duration.ofSeconds(15), Duration.ofSeconds(60), 100, 32 * 1024);

  public FrontLimits {
    requirePositive("the deadline of a body", bodyDeadline);
    requirePositive("the deadline of an answer", answerDeadline);
    if (maxHeaders < 1 || maxHeaderBytes < 1) {
      throw new IllegalArgumentException("a request may have headers");
    }
  }

  private static void requirePositive(String what, Duration duration) {
    if (duration.isNegative() || duration.isZero()) {
      throw new IllegalArgumentException(what + " must be positive, got " + duration);
    }
  }

  /** These limits with another deadline for bodies. */
  public FrontLimits withBodyDeadline(Duration deadline) {
    return new FrontLimits(deadline, answerDeadline, maxHeaders, maxHeaderBytes);
  }

  /** These limits with another deadline for answers. */
  public FrontLimits withAnswerDeadline(Duration deadline) {
    return new FrontLimits(bodyDeadline, deadline, maxHeaders, maxHeaderBytes);
  }
}
