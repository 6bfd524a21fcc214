package io.webhookguard.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import io.webhookguard.api.event.Attributes;
import io.webhookguard.api.event.EventKey;
import io.webhookguard.api.event.EventRecord;
import io.webhookguard.api.event.EventState;
import io.webhookguard.api.event.FailureReason;
import io.webhookguard.api.event.IgnoreReason;
import io.webhookguard.api.event.Lane;
import io.webhookguard.api.event.Payload;
import io.webhookguard.api.event.Problem;
import io.webhookguard.api.event.Response;
import io.webhookguard.api.ledger.LedgerEntry;
import io.webhookguard.api.store.Admission;
import io.webhookguard.api.store.Arrival;
import io.webhookguard.api.store.Attempt;
import io.webhookguard.api.store.Claim;
import io.webhookguard.api.store.ClaimRequest;
import io.webhookguard.api.store.DoubtMark;
import io.webhookguard.api.store.EventQuery;
import io.webhookguard.api.store.GuardStore;
import io.webhookguard.api.store.HeadOfLine;
import io.webhookguard.api.store.Intervention;
import io.webhookguard.api.store.InterventionAnswer;
import io.webhookguard.api.store.PageRequest;
import io.webhookguard.api.store.RecoverRequest;
import io.webhookguard.api.store.RenewAnswer;
import io.webhookguard.api.store.Retention;
import io.webhookguard.api.store.SettleAnswer;
import io.webhookguard.api.store.Settlement;
import io.webhookguard.api.store.Steps;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Two stores that get the same calls, made up at random, and must give the same answers. Tokens and
 * positions may differ in value: they are compared by what they are good for.
 */
final class Twins {

  private static final Duration LEASE = Duration.ofSeconds(10);
  private static final int KEYS = 12;
  private static final List<DoubtMark> MARKS = List.of(DoubtMark.values());
  private static final List<HeadOfLine> HEADS = List.of(HeadOfLine.values());
  private static final List<String> CHANGES =
      List.of("redelivery", "retry", "confirm", "discard", "replay");
  private static final List<FailureReason> REASONS =
      List.of(
          FailureReason.EXHAUSTED,
          FailureReason.PERMANENT,
          FailureReason.IN_DOUBT,
          FailureReason.KEY_WINDOW);

  private final GuardStore model;
  private final GuardStore store;
  private final Consumer<Duration> advance;
  private final Random random;
  private final List<Pair<Attempt>> attempts = new ArrayList<>();
  private final List<UUID> ids = new ArrayList<>();

  Twins(GuardStore model, GuardStore store, Consumer<Duration> advance, Random random) {
    this.model = model;
    this.store = store;
    this.advance = advance;
    this.random = random;
  }

  private record Pair<T>(T model, T store) {}

  /** Makes one call of both, and compares. */
  void step() {
    switch (random.nextInt(14)) {
      case 0, 1, 2 -> admit();
      case 3 -> claimDue();
      case 4 -> claimOne();
      case 5, 6 -> settle();
      case 7 -> renew();
      case 8 -> recover();
      case 9, 10, 11 -> intervene();
      case 12 -> step(random.nextInt(3));
      default -> advance.accept(Duration.ofSeconds(random.nextInt(15)));
    }
  }

  private void step(int rare) {
    switch (rare) {
      case 0 -> purge();
      case 1 -> steps();
      default -> compareAll();
    }
  }

  /** Compares all events and all entries of both. */
  void compareAll() {
    same(twin -> records(twin));
    same(twin -> entries(twin));
  }

  private static List<Object> records(GuardStore twin) {
    List<Object> records = new ArrayList<>();
    twin.events()
        .search(EventQuery.ALL, PageRequest.first(100))
        .events()
        .forEach(record -> records.add(plain(record)));
    return records;
  }

  private static List<Object> entries(GuardStore twin) {
    List<Object> entries = new ArrayList<>();
    for (int i = 0; i < KEYS; i++) {
      twin.ledger().entries(Fixture.key("evt_" + i)).forEach(entry -> entries.add(plain(entry)));
    }
    return entries;
  }

  private <T> Pair<T> same(Function<GuardStore, T> call) {
    Pair<T> answers = new Pair<>(call.apply(model), call.apply(store));
    assertThat(plain(answers.store())).isEqualTo(plain(answers.model()));
    return answers;
  }

  private void admit() {
    List<Arrival> arrivals = new ArrayList<>();
    for (int i = random.nextInt(4); i >= 0; i--) {
      arrivals.add(arrival());
    }
    Pair<List<Admission>> answers = same(twin -> twin.events().admit(arrivals));
    for (int i = 0; i < arrivals.size(); i++) {
      if (answers.model().get(i) instanceof Admission.Claimed first
          && answers.store().get(i) instanceof Admission.Claimed second) {
        attempts.add(new Pair<>(first.attempt(), second.attempt()));
      }
    }
  }

  private Arrival arrival() {
    int id = random.nextInt(KEYS);
    int lane = random.nextInt(3);
    String body = random.nextInt(10) == 0 ? "other" : "body";
    return new Arrival(
        id(),
        Fixture.key("evt_" + id),
        "invoice.paid",
        lane == 0 ? Lane.NONE : Lane.of("lane_" + lane),
        random.nextInt(3),
        Attributes.EMPTY,
        Payload.of("text/plain", body.getBytes(StandardCharsets.UTF_8)),
        intent());
  }

  private Arrival.Intent intent() {
    return switch (random.nextInt(6)) {
      case 0 -> new Arrival.Intent.Ignore(IgnoreReason.UNHANDLED);
      case 1, 2 -> new Arrival.Intent.Claim("node", id(), LEASE);
      default -> new Arrival.Intent.Queue();
    };
  }

  /** An id that was never used, or now and then one that was. */
  private UUID id() {
    if (!ids.isEmpty() && random.nextInt(5) == 0) {
      return ids.get(random.nextInt(ids.size()));
    }
    ids.add(new UUID(random.nextLong(), random.nextLong()));
    return ids.get(ids.size() - 1);
  }

  private void claimDue() {
    grant(new ClaimRequest.Selection.DueHeads(Set.of(Fixture.ROUTE), 1_000));
  }

  private void claimOne() {
    grant(new ClaimRequest.Selection.One(Fixture.key("evt_" + random.nextInt(KEYS))));
  }

  private void grant(ClaimRequest.Selection selection) {
    ClaimRequest request = new ClaimRequest("node", id(), LEASE, selection);
    keep(same(twin -> sorted(twin.events().claim(request))));
  }

  private void recover() {
    RecoverRequest request =
        new RecoverRequest("rescuer", id(), LEASE, Set.of(Fixture.ROUTE), 1_000);
    keep(same(twin -> sorted(twin.events().recover(request))));
  }

  private void keep(Pair<List<Attempt>> granted) {
    for (int i = 0; i < granted.model().size(); i++) {
      attempts.add(new Pair<>(granted.model().get(i), granted.store().get(i)));
    }
  }

  private static List<Attempt> sorted(List<Attempt> attempts) {
    return attempts.stream()
        .sorted(Comparator.comparing(attempt -> attempt.claim().key().eventId()))
        .toList();
  }

  /** Of all attempts that ever were, most often a late one. */
  private <T> void onAnAttempt(BiFunction<GuardStore, Claim, T> call) {
    if (!attempts.isEmpty()) {
      int back = Math.min(random.nextInt(attempts.size()), random.nextInt(6));
      Pair<Attempt> attempt = attempts.get(attempts.size() - 1 - back);
      same(
          twin ->
              call.apply(twin, (twin.equals(model) ? attempt.model() : attempt.store()).claim()));
    }
  }

  private void settle() {
    Function<Claim, Settlement> ending = ending();
    onAnAttempt((twin, claim) -> twin.events().settle(List.of(ending.apply(claim))));
  }

  private Function<Claim, Settlement> ending() {
    Duration after = Duration.ofSeconds(random.nextInt(3));
    Problem problem = new Problem("http-503", "try " + random.nextInt(3));
    FailureReason reason = any(REASONS);
    DoubtMark mark = reason == FailureReason.IN_DOUBT ? DoubtMark.SET : any(MARKS);
    HeadOfLine head = any(HEADS);
    return switch (random.nextInt(6)) {
      case 0 -> claim -> new Settlement.Retry(claim, after, DoubtMark.CLEAR, problem);
      case 1 -> claim -> new Settlement.Doubt(claim, after, problem);
      case 2 -> claim -> new Settlement.Fail(claim, reason, mark, head, problem);
      case 3 -> claim -> new Settlement.Release(claim, after, problem);
      default -> claim -> new Settlement.Complete(claim, Response.of(201, "a/b", new byte[] {7}));
    };
  }

  private <T> T any(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }

  private void renew() {
    onAnAttempt((twin, claim) -> twin.events().renew(List.of(claim), LEASE));
  }

  private void steps() {
    String name = "step_" + random.nextInt(3);
    Payload result = Payload.of("", new byte[] {(byte) random.nextInt(2)});
    onAnAttempt((twin, claim) -> twin.steps().record(claim, name, result));
    onAnAttempt((twin, claim) -> twin.steps().recall(claim));
  }

  private void intervene() {
    EventKey key = keyToChange();
    Intervention intervention = intervention(random.nextBoolean() ? fitting(key) : any(CHANGES));
    same(twin -> twin.events().intervene(key, intervention));
  }

  private Intervention intervention(String name) {
    Intervention.Authority by = new Intervention.Authority("ann", "because");
    return switch (name) {
      case "redelivery" -> new Intervention.Redelivery(id(), 2, Duration.ofSeconds(60));
      case "retry" -> new Intervention.Retry(id(), by);
      case "confirm" -> new Intervention.Confirm(id(), by, Response.EMPTY);
      case "discard" -> new Intervention.Discard(id(), by);
      default -> new Intervention.Replay(id(), by);
    };
  }

  /** The change that is made for the state in which the event is. */
  private String fitting(EventKey key) {
    return model
        .events()
        .find(key)
        .map(EventRecord::status)
        .map(
            status ->
                status.match(
                    pending -> "discard",
                    processing -> any(CHANGES),
                    complete -> "replay",
                    failed -> fitting(failed.reason())))
        .orElse("retry");
  }

  private static String fitting(FailureReason reason) {
    return switch (reason) {
      case EXHAUSTED -> "redelivery";
      case IN_DOUBT, KEY_WINDOW -> "confirm";
      case PERMANENT, CANCELLED, UNPARSEABLE -> "retry";
    };
  }

  /** Most often a dead letter, if there is one: most changes start from it. */
  private EventKey keyToChange() {
    List<EventRecord> failed =
        model
            .events()
            .search(EventQuery.ALL.state(EventState.FAILED), PageRequest.first(KEYS))
            .events();
    return failed.isEmpty() || random.nextInt(3) == 0
        ? Fixture.key("evt_" + random.nextInt(KEYS))
        : any(failed).key();
  }

  private void purge() {
    Retention retention = new Retention(Duration.ofSeconds(30), Duration.ofSeconds(60));
    same(twin -> twin.events().purge(retention, 1_000));
  }

  /** The answer without the values of tokens and positions. */
  private static Object plain(Object answer) {
    if (answer instanceof List<?> list) {
      return list.stream().map(Twins::plain).toList();
    } else if (answer instanceof Admission.Duplicate duplicate) {
      return List.of("duplicate", plain(duplicate.record()));
    } else if (answer instanceof Admission.Conflict conflict) {
      return List.of("conflict", plain(conflict.record()));
    } else if (answer instanceof Admission.Claimed claimed) {
      return List.of("claimed", plain(claimed.attempt()));
    } else if (answer instanceof InterventionAnswer.Done done) {
      return List.of("done", plain(done.record()));
    } else if (answer instanceof InterventionAnswer.Refused refused) {
      return List.of(refused.refusal(), plain(refused.record()));
    } else if (answer instanceof SettleAnswer.Superseded superseded) {
      return List.of("superseded", superseded.newestToken() > 0);
    } else if (answer instanceof RenewAnswer.Superseded superseded) {
      return List.of("superseded", superseded.newestToken() > 0);
    } else if (answer instanceof RenewAnswer.Renewed renewed) {
      return List.of(renewed.claim().owner(), renewed.claim().leaseEnd());
    } else if (answer instanceof Steps.Recalled.Superseded superseded) {
      return List.of("superseded", superseded.newestToken() > 0);
    } else if (answer instanceof Steps.Recorded.Superseded superseded) {
      return List.of("superseded", superseded.newestToken() > 0);
    } else if (answer instanceof Attempt attempt) {
      return plain(attempt);
    }
    return answer;
  }

  private static Object plain(Attempt attempt) {
    Claim claim = attempt.claim();
    return List.of(
        List.of(claim.key(), claim.owner(), claim.claimId(), claim.leaseEnd()),
        List.of(attempt.type(), attempt.lane(), attempt.attributes(), attempt.payload()),
        List.of(attempt.generation(), attempt.number(), attempt.inDoubt()),
        List.of(attempt.receivedAt(), attempt.startedAt(), attempt.windowStart()));
  }

  private static Object plain(EventRecord record) {
    return new EventRecord(
        record.key(),
        record.type(),
        record.lane(),
        0,
        record.holdsLane(),
        record.payloadSha256(),
        record.payloadKept(),
        record.status(),
        record.generation(),
        record.attempts(),
        Math.min(1, record.newestToken()),
        record.inDoubt(),
        record.reopenings(),
        record.problem(),
        record.receivedAt(),
        record.windowStart());
  }

  private static Object plain(LedgerEntry entry) {
    return new LedgerEntry(
        0,
        entry.subject(),
        entry.number(),
        entry.at(),
        entry.kind(),
        entry.actor(),
        entry.generation(),
        entry.attempt(),
        Math.min(1, entry.token()),
        entry.count(),
        entry.detail());
  }
}
