package io.webhookguard.conformance.model;

import io.webhookguard.api.store.Admission;
import io.webhookguard.api.store.Attempt;
import io.webhookguard.api.store.RenewAnswer;
import io.webhookguard.api.store.SettleAnswer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A call that has to find its place in an order: in one piece, or item by item where it is a batch.
 *
 * @param heard the call and its answer
 * @param parts what each item does to the model, in the order of the list
 * @param inAnyOrder whether the order of the items says nothing: the store chose them, or nobody
 *     knows which of them happened
 * @param whole what the call does in one piece: if it only repeats an earlier answer; or nothing
 *     more, at any point, if its reply was lost
 */
record Task(
    Heard<?> heard,
    List<Consumer<Model>> parts,
    boolean inAnyOrder,
    @Nullable Consumer<Model> whole) {

  /**
   * A step of a task.
   *
   * @param partsDone the set of parts that are done after it, as bits
   * @param change what it does to the model
   */
  record Move(int partsDone, Consumer<Model> change) {}

  static Task of(Heard<?> heard, Guess guess) {
    return heard.answer().isPresent()
        ? answered(heard)
        : new Task(heard, guess.parts(heard.call()), true, model -> {});
  }

  private static <A> Task answered(Heard<A> heard) {
    A answer = heard.answer().orElseThrow();
    Call<?> call = heard.call();
    if (call instanceof EventCalls.Admit admit) {
      return new Task(heard, admissions(admit, all(answer, Admission.class)), false, null);
    }
    if (call instanceof EventCalls.Settle settle) {
      return new Task(heard, settlements(settle, all(answer, SettleAnswer.class)), false, null);
    }
    if (call instanceof EventCalls.Renew renew) {
      return new Task(heard, renewals(renew, all(answer, RenewAnswer.class)), false, null);
    }
    if (call instanceof EventCalls.Grab grab && all(answer, Attempt.class).size() > 1) {
      UUID id = grab.request().claimId();
      return grants(
          heard, id, (model, attempt) -> new ClaimRules(model).granted(grab.request(), attempt));
    }
    if (call instanceof EventCalls.Recover recover && all(answer, Attempt.class).size() > 1) {
      UUID id = recover.request().claimId();
      return grants(
          heard,
          id,
          (model, attempt) -> new ClaimRules(model).takenOver(recover.request(), attempt));
    }
    return new Task(heard, List.of(model -> heard.call().judge(model, answer)), false, null);
  }

  private static <T> List<T> all(Object answer, Class<T> type) {
    return ((List<?>) answer).stream().<T>map(type::cast).toList();
  }

  private static List<Consumer<Model>> admissions(EventCalls.Admit admit, List<Admission> answers) {
    List<Consumer<Model>> parts = new ArrayList<>();
    Set<Object> inBatch = new HashSet<>();
    for (int i = 0; i < answers.size(); i++) {
      int index = i;
      boolean repeated = !inBatch.add(admit.arrivals().get(i).key());
      parts.add(
          model ->
              new AdmissionRules(model)
                  .judge(admit.arrivals().get(index), repeated, answers.get(index)));
    }
    return parts;
  }

  private static List<Consumer<Model>> settlements(
      EventCalls.Settle settle, List<SettleAnswer> answers) {
    List<Consumer<Model>> parts = new ArrayList<>();
    for (int i = 0; i < answers.size(); i++) {
      int index = i;
      parts.add(
          model ->
              new SettlementRules(model)
                  .judge(settle.settlements().get(index), answers.get(index)));
    }
    return parts;
  }

  private static List<Consumer<Model>> renewals(EventCalls.Renew renew, List<RenewAnswer> answers) {
    List<Consumer<Model>> parts = new ArrayList<>();
    for (int i = 0; i < answers.size(); i++) {
      int index = i;
      parts.add(
          model ->
              new ClaimRules(model)
                  .judge(renew.claims().get(index), renew.lease(), answers.get(index)));
    }
    return parts;
  }

  /** Judges one claim of an answer. */
  @FunctionalInterface
  private interface Grant {
    void judge(Model model, Attempt attempt);
  }

  private static <A> Task grants(Heard<A> heard, UUID claimId, Grant grant) {
    List<Attempt> attempts = all(heard.answer().orElseThrow(), Attempt.class);
    List<Consumer<Model>> parts = new ArrayList<>();
    attempts.forEach(attempt -> parts.add(model -> grant.judge(model, attempt)));
    return new Task(heard, parts, true, model -> new ClaimRules(model).judge(claimId, attempts));
  }

  /** What can come next when these parts are done. */
  List<Move> moves(int partsDone) {
    List<Move> moves = new ArrayList<>();
    if (whole != null && (partsDone == 0 || heard.answer().isEmpty())) {
      moves.add(new Move(all(), whole));
    }
    for (int i = 0; i < parts.size(); i++) {
      boolean done = (partsDone & (1 << i)) != 0;
      if (!done) {
        moves.add(new Move(partsDone | (1 << i), parts.get(i)));
        if (!inAnyOrder) {
          break;
        }
      }
    }
    return moves;
  }

  boolean isDone(int partsDone) {
    return partsDone == all();
  }

  private int all() {
    return (1 << parts.size()) - 1;
  }
}
