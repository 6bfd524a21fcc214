package io.webhookguard.conformance.model;

import io.webhookguard.api.event.EventKey;
import io.webhookguard.api.event.EventRecord;
import io.webhookguard.api.event.EventState;
import io.webhookguard.api.event.Response;
import io.webhookguard.api.ledger.Ledger;
import io.webhookguard.api.ledger.LedgerEntry;
import io.webhookguard.api.store.EventQuery;
import io.webhookguard.api.store.GuardStore;
import io.webhookguard.api.store.Settlement;
import io.webhookguard.conformance.StoreHarness;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Tells a made-up story to a fresh store and to the model of the contract, and compares them after
 * every step: the answer, all records, the ledger, and the payload, entries and steps of every
 * event that the step names.
 *
 * <p>The harness's clock must stand on a whole step of its precision, and whole seconds must be
 * steps of it. Not for use by many threads; one trial per harness.
 */
public final class Trial {

  /**
   * One step of a story.
   *
   * @param action what to do
   * @param bySecondClient whether another client of the same data does it
   */
  public record Step(Action action, boolean bySecondClient) {

    @Override
    public String toString() {
      return action + (bySecondClient ? " by the second client" : "");
    }
  }

  /** A page of the store's own reads; larger than any story needs. */
  private static final int PAGE = 100;

  /** How many claim calls find every due head (ES-14). */
  private static final int CALLS_TO_FIND_ALL = 64;

  /** So few claims in a call that rows which nobody will run could fill it. */
  private static final int FEW = 3;

  /** Longer than any delay, lease or turn of the clock in a story. */
  private static final Duration A_DAY = Duration.ofDays(1);

  /** More than the longest lane has events: each round completes the heads of all lanes. */
  private static final int MOST_ROUNDS = 2 * Stage.KEYS.size();

  private final StoreHarness harness;
  private final BiConsumer<String, String> counts;
  private final List<String> story = new ArrayList<>();
  private final Invariants invariants = new Invariants();
  private final Model model;
  private final Stage stage;
  private @Nullable GuardStore secondClient;

  /**
   * Makes ready for a story.
   *
   * @param harness with an empty store
   * @param counts is told the name of each call that is made, with each short name of what it
   *     answered
   */
  public Trial(StoreHarness harness, BiConsumer<String, String> counts) {
    this.harness = harness;
    this.counts = counts;
    Instant now = harness.store().doctor().examine().now();
    this.model = new Model(now);
    this.stage = new Stage(model, harness);
  }

  /**
   * Tells the story, then has every due head and every lapsed claim found and completed, until
   * nothing is left that may run.
   *
   * @throws Disagreement when the store does what the contract does not allow; its message holds
   *     the story so far
   */
  public void run(List<Step> steps) {
    prepare(steps);
    finishAll();
  }

  /** The model after the story so far, for calls that overlap to go on from. */
  Model model() {
    return model;
  }

  /** What the story so far has at hand. */
  Stage stage() {
    return stage;
  }

  /** The story so far. */
  List<String> story() {
    return story;
  }

  /** Tells steps, without the end. */
  void prepare(List<Step> steps) {
    for (Step step : steps) {
      step.action().on(stage).ifPresent(call -> take(call, step.bySecondClient()));
    }
  }

  private <A> void take(Call<A> call, boolean bySecondClient) {
    story.add((story.size() + 1) + ". " + call + (bySecondClient ? " (by the second client)" : ""));
    try {
      A answer = call.make(client(bySecondClient));
      String came = String.join(", ", call.outcomes(answer));
      told(came + call.granted(answer).stream().map(Words::of).toList());
      call.outcomes(answer).forEach(outcome -> counts.accept(call.name(), outcome));
      model.expectNoChange();
      call.judge(model, answer);
      stage.took(call, answer);
      observe(call, answer);
    } catch (Disagreement e) {
      throw e.after(storySoFar());
    } catch (RuntimeException e) {
      throw new AssertionError("the store threw " + e + "\n" + storySoFar(), e);
    }
  }

  private void told(String came) {
    int last = story.size() - 1;
    story.set(last, story.get(last) + " → " + came.replace("[]", ""));
  }

  private String storySoFar() {
    return "  after\n    " + String.join("\n    ", story);
  }

  Call.Client client(boolean second) {
    return new Call.Client(second ? secondClient() : harness.store(), harness);
  }

  private GuardStore secondClient() {
    GuardStore known = secondClient;
    if (known == null) {
      known = harness.secondClient();
      secondClient = known;
    }
    return known;
  }

  // What is looked at after each step.

  private <A> void observe(Call<A> call, A answer) {
    Ledger ledger = harness.store().ledger();
    List<LedgerEntry> fresh =
        LedgerReader.allAfter(
            ledger, model.ledger.end(), read -> model.ledger.isCutShort(read, ledger));
    model.ledger.appeared(fresh);
    model.ledger.requireAllSeen();
    List<EventRecord> all = OtherCalls.Search.all(harness.store(), EventQuery.ALL, PAGE);
    new ReadingRules(model).search(EventQuery.ALL, all);
    touched(call, answer).forEach(this::look);
    invariants.observe(all, fresh, call instanceof OtherCalls.Purge);
  }

  private <A> Set<EventKey> touched(Call<A> call, A answer) {
    Set<EventKey> keys = new LinkedHashSet<>(call.keys());
    call.granted(answer).forEach(attempt -> keys.add(attempt.claim().key()));
    return call instanceof OtherCalls.Purge ? new LinkedHashSet<>(model.keys()) : keys;
  }

  private void look(EventKey key) {
    ask(new OtherCalls.Find(key));
    ask(new OtherCalls.ReadPayload(key));
    ask(new OtherCalls.Entries(key));
    model
        .find(key)
        .filter(event -> event.state() == EventState.PROCESSING)
        .ifPresent(event -> ask(new OtherCalls.RecallSteps(event.claim())));
  }

  private <A> void ask(Call<A> read) {
    read.judge(model, read.make(client(false)));
  }

  // The end.

  /**
   * Lets everything that can still run do so: after a day each waiting event is due, and whoever
   * waits then must come to its turn. What stays behind a dead letter that blocks its lane stays.
   */
  private void finishAll() {
    take(new OtherCalls.Advance(A_DAY), false);
    for (int i = 0; i < MOST_ROUNDS && isAnythingOpen(); i++) {
      findAll();
      take(completions(), false);
    }
    require("ES-14", !isAnythingOpen(), "an event never came to its turn");
  }

  private boolean isAnythingOpen() {
    return model.events().stream()
        .anyMatch(event -> event.state() == EventState.PROCESSING || model.mayEverRun(event));
  }

  private Call<?> completions() {
    return new EventCalls.Settle(
        model.events().stream()
            .filter(event -> event.state() == EventState.PROCESSING)
            .<Settlement>map(event -> new Settlement.Complete(event.claim(), Response.EMPTY))
            .toList());
  }

  private void findAll() {
    for (int i = 0; i < CALLS_TO_FIND_ALL && !isAllFound(); i++) {
      Action.claimHeads(0, FEW).on(stage).ifPresent(call -> take(call, false));
      Action.recover(0, FEW).on(stage).ifPresent(call -> take(call, false));
    }
    require(
        "ES-14",
        isAllFound(),
        CALLS_TO_FIND_ALL + " calls leave a due head or a lapsed claim that was there");
  }

  private boolean isAllFound() {
    return new ClaimRules(model).isAllFound();
  }

  private void require(String rule, boolean holds, String otherwise) {
    try {
      Check.that(holds, rule, otherwise);
    } catch (Disagreement e) {
      throw e.after(storySoFar());
    }
  }
}
