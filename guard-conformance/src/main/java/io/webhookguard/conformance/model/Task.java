package io.webhookguard.conformance.model;

import io.webhookguard.api.store.Admission;
import io.webhookguard.api.store.Attempt;
import io.webhookguard.api.store.Claim;
import io.webhookguard.api.store.RenewAnswer;
import io.webhookguard.api.store.SettleAnswer;
import io.webhookguard.api.store.Settlement;
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
 * @param early the parts, as bits, that may come before their turn: they only recognise what was
 *     there (ES-5), or the order says nothing between them and others (ES-28)
 * @param whole what the call does in one piece: if it only repeats an earlier answer; or nothing
 *     more, at any point, if its reply was lost
 */
record Task(
    Heard<?> heard,
    List<Consumer<Model>> parts,
    boolean inAnyOrder,
    int early,
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
        : new Task(heard, guess.parts(heard.call()), true, 0, model -> {});
  }

  private static <A> Task answered(Heard<A> heard) {
    A answer = heard.answer().orElseThrow();
    Call<?> call = heard.call();
    if (call instanceof EventCalls.Admit admit) {
      List<Admission> answers = all(answer, Admission.class);
      return new Task(heard, admissions(admit, answers), false, recognitions(admit, answers), null);
    }
    if (call instanceof EventCalls.Settle settle) {
      List<Claim> claims = settle.settlements().stream().map(Settlement::claim).toList();
      return new Task(
          heard,
          settlements(settle, all(answer, SettleAnswer.class)),
          false,
          firstPlaces(claims),
          null);
    }
    if (call instanceof EventCalls.Renew renew) {
      return new Task(
          heard,
          renewals(renew, all(answer, RenewAnswer.class)),
          false,
          firstPlaces(renew.claims()),
          null);
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
    return new Task(heard, List.of(model -> heard.call().judge(model, answer)), false, 0, null);
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

  /** The places of keys that were known before the batch, as their first place says (ES-5). */
  private static int recognitions(EventCalls.Admit admit, List<Admission> answers) {
    int early = 0;
    Set<Object> inBatch = new HashSet<>();
    Set<Object> known = new HashSet<>();
    for (int i = 0; i < answers.size(); i++) {
      Object key = admit.arrivals().get(i).key();
      boolean recognised = AdmissionRules.recordOf(answers.get(i)).isPresent();
      if (inBatch.add(key) && recognised) {
        known.add(key);
      }
      if (recognised && known.contains(key)) {
        early |= 1 << i;
      }
    }
    return early;
  }

  /** Different claims may be decided in any order (ES-28). */
  private static int firstPlaces(List<Claim> claims) {
    int first = 0;
    Set<Object> inBatch = new HashSet<>();
    for (int i = 0; i < claims.size(); i++) {
      if (inBatch.add(claims.get(i).key())) {
        first |= 1 << i;
      }
    }
    return first;
  }

  private static List<Consumer<Model>> settlements(
      EventCalls.Settle settle, List<SettleAnswer> answers) {
    List<Consumer<Model>> parts = new ArrayList<>();
    for (int i = 0; i < answers.size(); i++) {
      int index = i;
      parts.add(
          answers.get(i) instanceof SettleAnswer.Locked
              ? Task::nothing
              : model ->
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
          answers.get(i) instanceof RenewAnswer.Locked
              ? Task::nothing
              : model ->
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
    return new Task(heard, parts, true, 0, model -> new ClaimRules(model).judge(claimId, attempts));
  }

  /** What is locked at that moment, perhaps by another call, is asked for again (ES-28). */
  private static void nothing(Model model) {}

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
          addEarly(moves, partsDone, i + 1);
          break;
        }
      }
    }
    return moves;
  }

  private void addEarly(List<Move> moves, int partsDone, int from) {
    for (int i = from; i < parts.size(); i++) {
      int part = 1 << i;
      if ((early & part) != 0 && (partsDone & part) == 0) {
        moves.add(new Move(partsDone | part, parts.get(i)));
      }
    }
  }

  boolean isDone(int partsDone) {
    return partsDone == all();
  }

  private int all() {
    return (1 << parts.size()) - 1;
  }
}
