package io.webhookguard.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.webhookguard.api.error.OutcomeUnknownException;
import io.webhookguard.api.error.StoreUnavailableException;
import io.webhookguard.api.event.EventKey;
import io.webhookguard.api.event.EventState;
import io.webhookguard.api.event.FencingToken;
import io.webhookguard.api.ledger.LedgerEntry;
import io.webhookguard.api.ledger.LedgerPage;
import io.webhookguard.api.ledger.Subject;
import io.webhookguard.api.store.Attempt;
import io.webhookguard.api.store.EventStore;
import io.webhookguard.api.store.GuardStore;
import io.webhookguard.api.store.Limits;
import io.webhookguard.api.store.Steps;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Kills clients inside a kind of call, at one point after the other, and looks at what they leave.
 *
 * <p>The measure is the same call made once without trouble on events with the same past. After
 * each death every item must look as before the call or as after that one; once another client has
 * asked again, everything must be as if the call had been made once: answer, state, ledger, and all
 * later runs until the events are finished.
 *
 * <p>Two points lie outside the call, so that they exist for every store: the client dies before it
 * sends anything, and the answer comes when nobody is there any more. Those inside are counted by
 * the harness's {@link CrashHook}.
 */
final class CrashSweep {

  /** Far more than any call of the kit has. */
  private static final int MAX_BOUNDARIES = 2_000;

  private static final int MAX_SWEEPS = 5;

  private final Scenario story;
  private final CrashPoints points;
  private final Optional<CrashHook> hook;
  private final Map<EventKey, List<LedgerEntry>> scanned = new HashMap<>();
  private long scannedTo;
  private int trials;

  CrashSweep(Scenario story, CrashPoints points, Optional<CrashHook> hook) {
    this.story = story;
    this.points = points;
    this.hook = hook;
  }

  /** How the call goes when nothing goes wrong. */
  private record Course(
      List<String> before, List<String> answers, List<String> after, List<String> runs) {}

  /** What a client that died got out of its call. */
  private record Death(
      String point, Optional<List<String>> answers, Optional<RuntimeException> thrown) {

    static Death outside(String point, Optional<List<String>> answers) {
      return new Death(point, answers, Optional.empty());
    }
  }

  /** Kills clients at every point of this kind of call. */
  void through(Transition transition) {
    Course single = undisturbed(transition);
    Transition.Trial unsent = prepare(transition);
    examine(transition, unsent, single, Death.outside("before the call", Optional.empty()));
    Transition.Trial unheard = prepare(transition);
    List<String> answers = unheard.send().apply(story.store());
    examine(transition, unheard, single, Death.outside("reply lost", Optional.of(answers)));
    hook.ifPresent(client -> throughTheInside(client, transition, single));
  }

  /**
   * What a client is told when its connection goes is true: at every boundary of this kind of call.
   */
  void tellsTheTruth(CrashHook client, Transition transition) {
    for (int boundary = 1; boundary <= MAX_BOUNDARIES; boundary++) {
      Transition.Trial trial = prepare(transition);
      List<String> before = look(trial);
      Optional<Death> death = dieAt(client, boundary, trial);
      if (death.isEmpty()) {
        return;
      }
      String where = where(transition, death.get());
      death.get().thrown().ifPresent(thrown -> requireTruth(thrown, where, trial, before));
    }
    throw new AssertionError(transition.name() + " ends");
  }

  private void requireTruth(
      RuntimeException thrown, String where, Transition.Trial trial, List<String> before) {
    assertThat(thrown)
        .as(story.story(where))
        .isInstanceOfAny(OutcomeUnknownException.class, StoreUnavailableException.class);
    if (thrown instanceof StoreUnavailableException) {
      assertThat(look(trial))
          .as(story.story(where + ": it was told that nothing happened"))
          .isEqualTo(before);
    }
  }

  /**
   * Where events are divided over several places, each trial may take other ways with more or fewer
   * boundaries: then one sweep may end before any client died behind what makes it happen.
   */
  private void throughTheInside(CrashHook client, Transition transition, Course single) {
    Deaths deaths = new Deaths(0, 0);
    for (int sweep = 0; sweep < MAX_SWEEPS && !deaths.onBothSides(); sweep++) {
      deaths = sweepInside(client, transition, single, deaths);
    }
    assertThat(deaths)
        .as(transition.name() + ": clients died before and behind what makes it happen")
        .matches(Deaths::onBothSides);
  }

  /** How many deaths left nothing of the call, and how many all of it. */
  private record Deaths(int leftNothing, int leftAll) {

    boolean onBothSides() {
      return leftNothing > 0 && leftAll > 0;
    }

    Deaths and(List<String> left, Course single) {
      return new Deaths(
          leftNothing + (left.equals(single.before()) ? 1 : 0),
          leftAll + (left.equals(single.after()) ? 1 : 0));
    }
  }

  private Deaths sweepInside(
      CrashHook client, Transition transition, Course single, Deaths before) {
    Deaths deaths = before;
    for (int boundary = 1; boundary <= MAX_BOUNDARIES; boundary++) {
      Transition.Trial trial = prepare(transition);
      Optional<Death> death = dieAt(client, boundary, trial);
      if (death.isEmpty()) {
        finish(trial.events());
        return deaths;
      }
      deaths = deaths.and(examine(transition, trial, single, death.get()), single);
    }
    throw new AssertionError(transition.name() + " ends");
  }

  /** Makes the call through a client that dies; empty when the call came to its end before. */
  private Optional<Death> dieAt(CrashHook client, int boundary, Transition.Trial trial) {
    GuardStore dying = client.clientDyingAt(boundary);
    Optional<List<String>> answers = Optional.empty();
    Optional<RuntimeException> thrown = Optional.empty();
    try {
      answers = Optional.of(trial.send().apply(dying));
    } catch (RuntimeException e) {
      thrown = Optional.of(e);
    }
    if (client.death().isEmpty()) {
      assertThat(thrown).as(story.story("a client that lives gets its answer")).isEmpty();
      return Optional.empty();
    }
    return Optional.of(new Death(client.death().get(), answers, thrown));
  }

  private Course undisturbed(Transition transition) {
    Transition.Trial trial = prepare(transition);
    List<String> before = look(trial);
    List<String> answers = trial.send().apply(story.store());
    List<String> after = look(trial);
    assertThat(after).as(transition.name() + " changes what is seen").isNotEqualTo(before);
    return new Course(before, answers, after, finish(trial.events()));
  }

  private Transition.Trial prepare(Transition transition) {
    trials++;
    story.forget();
    return transition.preparation().of(story, "evt-" + trials);
  }

  /** Looks, asks again, finishes; answers with what the dead client left. */
  private List<String> examine(
      Transition transition, Transition.Trial trial, Course single, Death death) {
    points.visit(transition.name(), death.point());
    String where = where(transition, death);
    story.tell(where);
    List<String> left = look(trial);
    assertThat(left).as(story.story("as many items")).hasSameSizeAs(single.before());
    for (int i = 0; i < left.size(); i++) {
      assertThat(left.get(i))
          .as(story.story(where + ": all of item " + i + " or nothing"))
          .isIn(single.before().get(i), single.after().get(i));
    }
    if (death.answers().isPresent()) {
      assertThat(death.answers()).as(story.story(where)).contains(single.answers());
      assertThat(left).as(story.story(where + ": it was answered")).isEqualTo(single.after());
    }
    trial.again().ifPresent(again -> askAgain(again, trial, single, where));
    assertThat(finish(trial.events()))
        .as(story.story(where + ": all later runs are those of a single call"))
        .isEqualTo(single.runs());
    trial.events().forEach(key -> requireWholeLedger(key, where));
    return left;
  }

  private void askAgain(
      Function<GuardStore, List<String>> again,
      Transition.Trial trial,
      Course single,
      String where) {
    assertThat(again.apply(story.secondClient()))
        .as(story.story(where + ": the answer is that of a single call"))
        .isEqualTo(single.answers());
    assertThat(look(trial))
        .as(story.story(where + ": everything is as after a single call"))
        .isEqualTo(single.after());
  }

  private static String where(Transition transition, Death death) {
    return transition.name() + ", client died " + death.point();
  }

  private List<String> look(Transition.Trial trial) {
    Look look = new Look(story);
    List<String> seen = new ArrayList<>(trial.events().stream().map(look::at).toList());
    seen.addAll(trial.alsoSeen().apply(story.store()));
    return seen;
  }

  /** Runs the events until all are complete, and tells how that went. */
  private List<String> finish(List<EventKey> keys) {
    List<String> runs = new ArrayList<>();
    for (int i = 0; i < Scenario.CALLS_TO_FIND_ALL; i++) {
      if (keys.stream().allMatch(this::isOver)) {
        return runs.stream().sorted().toList();
      }
      story.advance(Scenario.LEASE);
      Map<EventKey, Long> newest = newestTokens(keys);
      Consumer<Attempt> complete = attempt -> runs.add(complete(attempt, keys, newest));
      EventStore events = story.events();
      events.recover(story.lapsed(Limits.MAX_BATCH)).forEach(complete);
      keys.stream().filter(this::isFailed).forEach(key -> story.done(key, story.retry()));
      events.claim(story.heads(Limits.MAX_BATCH)).forEach(complete);
    }
    throw new AssertionError(story.story("the events can be finished").value());
  }

  private Map<EventKey, Long> newestTokens(List<EventKey> keys) {
    Map<EventKey, Long> newest = new HashMap<>();
    keys.forEach(
        key -> story.events().find(key).ifPresent(known -> newest.put(key, known.newestToken())));
    return newest;
  }

  private String complete(Attempt attempt, List<EventKey> keys, Map<EventKey, Long> newest) {
    EventKey key = attempt.claim().key();
    FencingToken token = attempt.claim().token();
    assertThat(token.value())
        .as(story.story("tokens of " + key + " grow"))
        .isGreaterThan(newest.getOrDefault(key, 0L));
    List<String> steps =
        story
            .store()
            .steps()
            .recall(attempt.claim())
            .match(results -> List.copyOf(results.byStep().keySet()), CrashSweep::noneLeft);
    story.settled(Ending.complete(attempt));
    return keys.indexOf(key)
        + ": generation "
        + attempt.generation()
        + ", attempt "
        + attempt.number()
        + (attempt.inDoubt() ? ", in doubt" : "")
        + ", steps "
        + steps;
  }

  private static List<String> noneLeft(Steps.Recalled.Superseded superseded) {
    throw new AssertionError("a claim that was just granted is current: " + superseded);
  }

  private boolean isOver(EventKey key) {
    return story.events().find(key).stream()
        .allMatch(record -> record.state() == EventState.COMPLETE);
  }

  private boolean isFailed(EventKey key) {
    return story.events().find(key).stream()
        .anyMatch(record -> record.state() == EventState.FAILED);
  }

  /** Numbered without gaps, and each entry once where everybody follows the ledger. */
  private void requireWholeLedger(EventKey key, String where) {
    LedgerPage page = story.store().ledger().scan(scannedTo, Limits.MAX_PAGE);
    while (page.next() != scannedTo) {
      scannedTo = page.next();
      page.entries().forEach(this::remember);
      page = story.store().ledger().scan(scannedTo, Limits.MAX_PAGE);
    }
    List<LedgerEntry> entries = story.entries(key);
    assertThat(entries)
        .as(story.story(where + ": numbered without gaps"))
        .extracting(LedgerEntry::number)
        .containsExactlyElementsOf(IntStream.rangeClosed(1, entries.size()).boxed().toList());
    assertThat(scanned.getOrDefault(key, List.of()))
        .as(story.story(where + ": a scan shows each entry once, in order"))
        .isEqualTo(entries);
  }

  private void remember(LedgerEntry entry) {
    if (entry.subject() instanceof Subject.OfEvent event) {
      scanned.computeIfAbsent(event.key(), first -> new ArrayList<>()).add(entry);
    }
  }
}
