package io.webhookguard.conformance.model;

import java.util.Optional;

/**
 * A call of one of several callers, and what came of it.
 *
 * @param caller whose
 * @param call what was asked
 * @param answer what came; nothing when nobody knows whether it happened
 * @param began when it was sent
 * @param ended when the answer was there, in the same count
 */
record Heard<A>(int caller, Call<A> call, Optional<A> answer, long began, long ended) {

  @Override
  public String toString() {
    String interval = String.format("%3d–%-3s", began, answer.isPresent() ? ended : "?");
    return interval + " caller " + caller + ": " + call + " → " + came();
  }

  private String came() {
    return answer
        .map(known -> String.join(", ", call.outcomes(known)) + " " + given(known))
        .orElse("unknown");
  }

  private String given(A known) {
    return call.granted(known).isEmpty()
        ? ""
        : call.granted(known).stream().map(Words::of).toList().toString();
  }
}
