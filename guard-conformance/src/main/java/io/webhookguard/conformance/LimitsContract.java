package io.webhookguard.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.webhookguard.api.event.Attributes;
import io.webhookguard.api.event.EventKey;
import io.webhookguard.api.event.EventRecord;
import io.webhookguard.api.event.FailureReason;
import io.webhookguard.api.event.Payload;
import io.webhookguard.api.event.Problem;
import io.webhookguard.api.event.Response;
import io.webhookguard.api.event.Route;
import io.webhookguard.api.event.Status;
import io.webhookguard.api.ledger.Decision;
import io.webhookguard.api.ledger.DecisionKind;
import io.webhookguard.api.ledger.LedgerEntry;
import io.webhookguard.api.ledger.Subject;
import io.webhookguard.api.lock.Lock;
import io.webhookguard.api.store.Admission;
import io.webhookguard.api.store.Attempt;
import io.webhookguard.api.store.ClaimRequest;
import io.webhookguard.api.store.DoubtMark;
import io.webhookguard.api.store.EventPage;
import io.webhookguard.api.store.EventQuery;
import io.webhookguard.api.store.HeadOfLine;
import io.webhookguard.api.store.Intervention;
import io.webhookguard.api.store.Limits;
import io.webhookguard.api.store.PageRequest;
import io.webhookguard.api.store.Settlement;
import io.webhookguard.api.store.Steps;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** As much of everything as the ports allow: the longest texts, full batches, many rows. */
public interface LimitsContract extends StoreUnderTest {

  /** A name of the greatest length: more bytes than characters, and its case counts. */
  String LONGEST_NAME = "x".repeat(203) + "É" + "N".repeat(50);

  /** A content type that is longer than those that one sees. */
  String LONG_TYPE = "application/json; x=" + "y".repeat(80);

  // Long texts.

  @Test
  @DisplayName("ES-9 as many attributes as there may be, as long as they may be, come back")
  default void es9LongestAttributesComeBack() {
    Scenario story = scenario();
    Map<String, String> entries = new LinkedHashMap<>();
    for (int i = 0; i < Attributes.MAX_ENTRIES; i++) {
      entries.put("name-" + i, "\\\n" + "ä".repeat(Attributes.MAX_VALUE_CHARS - 2));
    }
    Attributes longest = Attributes.of(entries);
    Payload body = Payload.of(LONG_TYPE, new byte[] {1});

    Attempt attempt = story.started(story.event("evt-1").attributes(longest).body(body));

    assertThat(attempt.attributes()).as(story.story()).isEqualTo(longest);
    assertThat(attempt.payload()).as(story.story("with its content type")).isEqualTo(body);
  }

  @Test
  @DisplayName("ES-9 attributes with NUL, tabs and outer spaces come back")
  default void es9AttributesWithControlCharactersComeBack() {
    Scenario story = scenario();
    Attributes odd = Attributes.of(Map.of("a", "x\u0000y", "b", "\t x "));

    Attempt attempt = story.started(story.event("evt-1").attributes(odd));

    assertThat(attempt.attributes()).as(story.story()).isEqualTo(odd);
  }

  @Test
  @DisplayName("ES-9 a batch of bodies of 1 MiB is admitted")
  default void es9BatchOfLargeBodiesIsAdmitted() {
    Scenario story = scenario();
    Payload large = Payload.of("", new byte[1 << 20]);

    assertThat(story.admitAll(drafts(16, i -> story.event("evt-" + i).body(large))))
        .as(story.story())
        .hasOnlyElementsOfType(Admission.Queued.class);
    assertThat(story.run("evt-15").payload()).as(story.story("to its last")).isEqualTo(large);
  }

  @Test
  @DisplayName("LG-9 an owner's name of the greatest length is the actor")
  default void lg9LongestOwnerIsTheActor() {
    Scenario story = scenario();
    EventKey key = story.queued(story.event("evt-1")).key();

    List<Attempt> granted =
        story.claim(
            new ClaimRequest(
                LONGEST_NAME, story.newId(), Scenario.LEASE, new ClaimRequest.Selection.One(key)));

    assertThat(granted)
        .as(story.story("the claim has its name"))
        .extracting(attempt -> attempt.claim().owner())
        .containsExactly(LONGEST_NAME);
    assertThat(story.newestEntry(key).actor()).as(story.story()).isEqualTo(LONGEST_NAME);
  }

  @Test
  @DisplayName("ES-29 a problem of the greatest length comes back")
  default void es29LongestProblemComesBack() {
    Scenario story = scenario();
    Problem longest =
        new Problem("k".repeat(Problem.MAX_KIND_CHARS), "ü".repeat(Problem.MAX_DETAIL_CHARS));
    Attempt attempt = story.started("evt-1");

    EventRecord failed =
        story.settled(
            new Settlement.Fail(
                attempt.claim(),
                FailureReason.PERMANENT,
                DoubtMark.KEEP,
                HeadOfLine.BLOCK,
                longest));

    assertThat(failed.problem()).as(story.story()).isEqualTo(longest);
  }

  @Test
  @DisplayName("ES-43 a response of the greatest size, and a long reason, are kept")
  default void es43LargestResponseIsKept() {
    Scenario story = scenario();
    EventKey key = story.failed("evt-1", FailureReason.IN_DOUBT).key();
    Response largest = Response.of(200, LONG_TYPE, new byte[Response.MAX_BODY_BYTES]);
    Intervention.Authority authority = new Intervention.Authority("P".repeat(255), "r".repeat(300));

    EventRecord confirmed =
        story.done(key, new Intervention.Confirm(story.newId(), authority, largest));

    assertThat(((Status.Complete) confirmed.status()).response())
        .as(story.story())
        .isEqualTo(largest);
    LedgerEntry entry = story.newestEntry(key);
    assertThat(entry.actor()).as(story.story()).isEqualTo(authority.actor());
    assertThat(entry.detail()).as(story.story()).contains(authority.reason());
  }

  @Test
  @DisplayName("LG-5 a summary with the greatest numbers and texts comes back")
  default void lg5LargestSummaryComesBack() {
    Scenario story = scenario();
    EventKey key = story.queued(story.event("evt-1")).key();
    Decision largest =
        new Decision(
            new Subject.OfEvent(key),
            DecisionKind.SUPERSEDED,
            LONGEST_NAME,
            Long.MAX_VALUE - 1,
            1L << 40,
            "d".repeat(Decision.MAX_DETAIL_CHARS));

    story.store().ledger().append(List.of(largest));

    LedgerEntry entry = story.newestEntry(key);
    assertThat(List.of(entry.actor(), entry.token(), entry.count(), entry.detail()))
        .as(story.story())
        .containsExactly(largest.actor(), largest.token(), largest.count(), largest.detail());
  }

  @Test
  @DisplayName("LK-1 holders whose long names differ in case alone are different")
  default void lk1LongestHoldersAreTold() {
    Scenario story = scenario();
    Lock lock = story.store().lock();
    Duration lease = Duration.ofSeconds(9);

    assertThat(lock.tryAcquire("sweeper", LONGEST_NAME, lease))
        .as(story.story())
        .hasValueSatisfying(held -> assertThat(held.holder()).isEqualTo(LONGEST_NAME));
    assertThat(lock.tryAcquire("sweeper", LONGEST_NAME.toLowerCase(Locale.ROOT), lease))
        .as(story.story("another one does not get it"))
        .isEmpty();
  }

  // Many rows.

  @Test
  @DisplayName("ES-13 the claims of one id are told whole, however many they are")
  default void es13ManyClaimsAreToldWhole() {
    Scenario story = scenario();
    story.admitAll(drafts(Limits.MAX_BATCH, i -> story.event("evt-" + i)));
    ClaimRequest request = story.heads(Limits.MAX_BATCH);

    List<Attempt> granted = List.of();
    for (int i = 0; i < Scenario.CALLS_TO_FIND_ALL && granted.isEmpty(); i++) {
      granted = story.events().claim(request);
    }

    assertThat(granted).as(story.story("there are due heads")).isNotEmpty();
    assertThat(story.events().claims(request.claimId()))
        .as(story.story("all are told"))
        .containsExactlyInAnyOrderElementsOf(granted);
    assertThat(story.events().claim(request))
        .as(story.story("also to who asks again"))
        .containsExactlyInAnyOrderElementsOf(granted);
  }

  @Test
  @DisplayName("ES-14 many due heads of another route do not hide one of the wanted")
  default void es14OtherHeadsDoNotHideTheWanted() {
    Scenario story = scenario();
    Route other = Route.main("market");
    story.admitAll(drafts(Limits.MAX_BATCH, i -> story.event("evt-" + i).route(other)));
    story.advance(Duration.ofSeconds(1));
    story.queued(story.event("wanted"));

    List<Attempt> granted = new ArrayList<>();
    for (int i = 0; i < Scenario.CALLS_TO_FIND_ALL; i++) {
      granted.addAll(story.events().claim(story.heads(1)));
    }

    assertThat(granted)
        .as(story.story())
        .extracting(attempt -> attempt.claim().key().eventId())
        .containsExactly("wanted");
  }

  @Test
  @DisplayName("ES-14 many ended leases of another route do not hide one of the wanted")
  default void es14OtherLeasesDoNotHideTheWanted() {
    Scenario story = scenario();
    Route other = Route.main("market");
    story.admitAll(drafts(Limits.MAX_BATCH, i -> story.event("evt-" + i).route(other).toClaim()));
    story.advance(Duration.ofSeconds(1));
    story.started("wanted");
    story.advance(Scenario.LEASE);

    List<Attempt> taken = new ArrayList<>();
    for (int i = 0; i < Scenario.CALLS_TO_FIND_ALL; i++) {
      taken.addAll(story.events().recover(story.lapsed(1)));
    }

    assertThat(taken)
        .as(story.story())
        .extracting(attempt -> attempt.claim().key().eventId())
        .containsExactly("wanted");
  }

  @Test
  @DisplayName("ST-4 a replayed event has room for as many steps as a new one")
  default void st4ReplayMakesRoomForSteps() {
    Scenario story = scenario();
    Payload result = Payload.of("", new byte[0]);
    Attempt full = story.started("evt-1");
    for (int i = 0; i < Steps.MAX_STEPS; i++) {
      story.store().steps().record(full.claim(), "step-" + i, result);
    }
    story.settled(Ending.complete(full));
    story.done(full.claim().key(), story.replay());

    Attempt anew = story.run("evt-1");

    assertThat(story.store().steps().record(anew.claim(), "step-0", result))
        .as(story.story())
        .isEqualTo(new Steps.Recorded.Kept());
  }

  @Test
  @DisplayName("ES-56 more summaries than a batch has are refused, and none is kept")
  default void es56TooManySummariesAreRefused() {
    Scenario story = scenario();
    EventKey key = story.queued(story.event("evt-1")).key();
    List<Decision> tooMany = summaries(key, Limits.MAX_BATCH + 1);

    assertThatThrownBy(() -> story.store().ledger().append(tooMany))
        .as("more than " + Limits.MAX_BATCH)
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(story.entries(key)).as(story.story("nothing is written")).hasSize(1);
  }

  @Test
  @DisplayName("LG-4 the entries of an event are told whole, however many they are")
  default void lg4ManyEntriesAreToldWhole() {
    Scenario story = scenario();
    EventKey key = story.queued(story.event("evt-1")).key();

    story.store().ledger().append(summaries(key, Limits.MAX_BATCH));

    assertThat(story.entries(key))
        .as(story.story("one entry for each, behind that of the admission"))
        .extracting(LedgerEntry::number)
        .containsExactlyElementsOf(IntStream.rangeClosed(1, Limits.MAX_BATCH + 1).boxed().toList());
  }

  @Test
  @DisplayName("ES-51 the largest page is full, or leads to the rest")
  default void es51LargestPageLeadsToTheRest() {
    Scenario story = scenario();
    int count = Limits.MAX_PAGE + 1;
    story.admitAll(drafts(count, i -> story.event("evt-" + i)));

    Set<EventKey> listed = new HashSet<>();
    Optional<PageRequest.Cursor> next = Optional.of(PageRequest.Cursor.START);
    for (int i = 0; i <= count && next.isPresent(); i++) {
      PageRequest request = new PageRequest(next.get(), Limits.MAX_PAGE);
      EventPage page = story.events().search(EventQuery.ALL, request);
      page.events().forEach(record -> listed.add(record.key()));
      next = page.next();
    }

    assertThat(listed).as(story.story("each event is on a page")).hasSize(count);
  }

  private static List<Draft> drafts(int count, IntFunction<Draft> draft) {
    return IntStream.range(0, count).mapToObj(draft).toList();
  }

  private static List<Decision> summaries(EventKey key, int count) {
    Decision summary =
        new Decision(new Subject.OfEvent(key), DecisionKind.DUPLICATE, "node-a", 0, 1, "");
    return Collections.nCopies(count, summary);
  }
}
