package io.webhookguard.store.redis;

import io.webhookguard.api.event.Problem;
import io.webhookguard.api.event.Response;
import io.webhookguard.api.store.DoubtMark;
import io.webhookguard.api.store.HeadOfLine;
import io.webhookguard.api.store.SettleAnswer;
import io.webhookguard.api.store.Settlement;
import java.time.Duration;
import java.util.List;

/** How attempts end (ES-20 to ES-29). */
final class Settlements {

  private final Data data;

  Settlements(Data data) {
    this.data = data;
  }

  List<SettleAnswer> settle(List<Settlement> settlements) {
    Batch.Outcome<SettleAnswer> outcome =
        new Batch<Settlement, SettleAnswer>(data, settlements, it -> it.claim().key())
            .run(Script.SETTLE, args -> {}, Settlements::tell, (fields, it) -> answer(fields));
    // The attempts have ended whatever becomes of their lanes.
    data.carryIfPossible(outcome.scripts());
    return outcome.answers();
  }

  private static SettleAnswer answer(Fields fields) {
    return fields.text().equals("settled")
        ? new SettleAnswer.Settled()
        : new SettleAnswer.Superseded(fields.number());
  }

  /** What scripts are told of the end of an attempt, beside what is common to all. */
  private record Ending(
      String kind, Duration after, DoubtMark mark, Problem problem, String reason, boolean blocks) {

    static Ending of(Settlement settlement) {
      return settlement.match(
          complete -> at("COMPLETE", Duration.ZERO, DoubtMark.CLEAR, Problem.NONE),
          retry -> at("RETRY", retry.after(), retry.mark(), retry.problem()),
          doubt -> at("DOUBT", doubt.after(), DoubtMark.SET, doubt.problem()),
          fail ->
              new Ending(
                  "FAIL",
                  Duration.ZERO,
                  fail.mark(),
                  fail.problem(),
                  fail.reason().name(),
                  fail.headOfLine() == HeadOfLine.BLOCK),
          release -> at("RELEASE", release.after(), DoubtMark.KEEP, release.problem()));
    }

    private static Ending at(String kind, Duration after, DoubtMark mark, Problem problem) {
      return new Ending(kind, after, mark, problem, "", true);
    }
  }

  private static void tell(Args args, Settlement settlement) {
    Ending ending = Ending.of(settlement);
    args.add(settlement.claim().token().value())
        .add(ending.kind())
        .add(settlement.decision().name())
        .add(settlement.detail())
        .add(Micros.of(ending.after()))
        .add(ending.mark().name())
        .add(ending.problem().kind())
        .add(ending.problem().detail())
        .add(ending.reason())
        .add(ending.blocks());
    addResponse(
        args,
        settlement instanceof Settlement.Complete complete ? complete.response() : Response.EMPTY);
  }

  /** A response as the scripts take it: without its body, the body, whether it is kept. */
  static void addResponse(Args args, Response response) {
    args.add(Packed.head(response)).add(Packed.body(response)).add(response.body().isPresent());
  }
}
