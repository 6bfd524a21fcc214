package io.webhookguard.conformance;

import io.webhookguard.api.event.FailureReason;
import io.webhookguard.api.event.Problem;
import io.webhookguard.api.event.Response;
import io.webhookguard.api.store.Attempt;
import io.webhookguard.api.store.Claim;
import io.webhookguard.api.store.DoubtMark;
import io.webhookguard.api.store.HeadOfLine;
import io.webhookguard.api.store.Settlement;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/** Settlements with the parts filled in that a story does not turn on. */
final class Ending {

  static final Problem PROBLEM = new Problem("http-503", "the shop did not answer");
  static final Response RESPONSE =
      Response.of(201, "text/plain", "booked".getBytes(StandardCharsets.UTF_8));

  private Ending() {}

  static Settlement complete(Attempt attempt) {
    return new Settlement.Complete(attempt.claim(), RESPONSE);
  }

  static Settlement retry(Attempt attempt, Duration after) {
    return new Settlement.Retry(attempt.claim(), after, DoubtMark.CLEAR, PROBLEM);
  }

  static Settlement retry(Attempt attempt) {
    return retry(attempt, Duration.ZERO);
  }

  static Settlement doubt(Attempt attempt, Duration after) {
    return new Settlement.Doubt(attempt.claim(), after, PROBLEM);
  }

  static Settlement doubt(Attempt attempt) {
    return doubt(attempt, Duration.ZERO);
  }

  static Settlement release(Attempt attempt, Duration after) {
    return new Settlement.Release(attempt.claim(), after, Problem.of("node-stops"));
  }

  static Settlement release(Attempt attempt) {
    return release(attempt, Duration.ZERO);
  }

  static Settlement fail(Attempt attempt, FailureReason reason) {
    return fail(attempt, reason, HeadOfLine.BLOCK);
  }

  static Settlement fail(Attempt attempt, FailureReason reason, HeadOfLine headOfLine) {
    DoubtMark mark = reason == FailureReason.IN_DOUBT ? DoubtMark.SET : DoubtMark.KEEP;
    return new Settlement.Fail(attempt.claim(), reason, mark, headOfLine, PROBLEM);
  }

  /** One settlement of every kind. */
  static List<Settlement> ofEveryKind(Attempt attempt) {
    return List.of(
        complete(attempt),
        retry(attempt),
        doubt(attempt),
        fail(attempt, FailureReason.PERMANENT),
        release(attempt));
  }

  /** The same ending under another claim. */
  static Settlement under(Claim claim, Settlement settlement) {
    return settlement.match(
        complete -> new Settlement.Complete(claim, complete.response()),
        retry -> new Settlement.Retry(claim, retry.after(), retry.mark(), retry.problem()),
        doubt -> new Settlement.Doubt(claim, doubt.after(), doubt.problem()),
        fail ->
            new Settlement.Fail(
                claim, fail.reason(), fail.mark(), fail.headOfLine(), fail.problem()),
        release -> new Settlement.Release(claim, release.after(), release.problem()));
  }
}
