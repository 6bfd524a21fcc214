package io.webhookguard.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.webhookguard.api.event.EventKey;
import io.webhookguard.api.event.EventState;
import io.webhookguard.api.ledger.LedgerEntry;
import io.webhookguard.api.lock.Lease;
import io.webhookguard.api.lock.Lock;
import io.webhookguard.api.store.Admission;
import io.webhookguard.api.store.Attempt;
import io.webhookguard.api.store.Capability;
import io.webhookguard.api.store.ClaimRequest;
import io.webhookguard.api.store.EventQuery;
import io.webhookguard.api.store.GuardStore;
import io.webhookguard.api.store.InterventionAnswer;
import io.webhookguard.api.store.PageRequest;
import io.webhookguard.api.store.Purged;
import io.webhookguard.api.store.SettleAnswer;
import io.webhookguard.api.store.Steps;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Two stores side by side on one server: rule ES-60. */
public interface NeighbourContract extends StoreUnderTest {

  @Test
  @DisplayName("ES-60 the events of a store beside this one are not seen")
  default void es60EventsBesideAreNotSeen() {
    Scenario story = scenario();
    GuardStore beside = harness().neighbour();
    EventKey key = story.settled(Ending.complete(story.started("evt-1"))).key();
    story.queued(story.event("evt-2"));

    assertThat(beside.events().find(key)).as(story.story("not by key")).isEmpty();
    assertThat(beside.events().payload(key)).as(story.story("nor its body")).isEmpty();
    assertThat(beside.events().search(EventQuery.ALL, PageRequest.first(10)).events())
        .as(story.story("nor in a search"))
        .isEmpty();
    assertThat(beside.events().claim(story.heads(10))).as(story.story("nor to run")).isEmpty();
    assertThat(beside.events().intervene(key, story.replay()))
        .as(story.story("nor for a person"))
        .isEqualTo(new InterventionAnswer.Unknown());
    assertThat(beside.ledger().entries(key)).as(story.story("nor its entries")).isEmpty();
    assertThat(beside.ledger().scan(0, 10).entries()).as(story.story("nor any")).isEmpty();
  }

  @Test
  @DisplayName("ES-60 one delivery, claim id and key live a life of their own in each store")
  default void es60SameIdsLiveApart() {
    Scenario story = scenario();
    GuardStore beside = harness().neighbour();
    Draft draft = story.event("evt-1").toClaim();
    Attempt here = story.started(draft);
    Admission other = beside.events().admit(List.of(draft.arrival())).get(0);
    assertThat(other).as(story.story("it is new there")).isInstanceOf(Admission.Claimed.class);
    Attempt there = ((Admission.Claimed) other).attempt();
    Snapshot before = story.snapshot(draft.key());

    beside.steps().record(there.claim(), "charge", there.payload());
    assertThat(beside.events().settle(List.of(Ending.complete(there))))
        .as(story.story())
        .containsExactly(new SettleAnswer.Settled());
    story.advance(LedgerContract.SHORT.payload().plusSeconds(1));
    assertThat(beside.events().purge(LedgerContract.SHORT, 10))
        .as(story.story("its neighbour is purged"))
        .isEqualTo(new Purged(1, 0));

    assertThat(story.snapshot(draft.key()))
        .as(story.story("nothing changes here"))
        .isEqualTo(before);
    assertThat(story.events().claims(here.claim().claimId()))
        .as(story.story("the claim is current"))
        .containsExactly(here);
    assertThat(story.store().steps().recall(here.claim()))
        .as(story.story("without steps"))
        .isEqualTo(new Steps.Recalled.Results(Map.of()));
    story.settled(Ending.complete(here));
    assertThat(numbersOf(story.entries(draft.key()))).as(story.story()).containsExactly(1, 2, 3);
    assertThat(numbersOf(beside.ledger().entries(draft.key())))
        .as(story.story("each counts for itself"))
        .containsExactly(1, 2, 3, 4);
  }

  @Test
  @DisplayName("ES-60 a lapsed claim is not taken over from the store beside")
  default void es60LapsedClaimIsNotTakenOverFromBeside() {
    Scenario story = scenario();
    GuardStore beside = harness().neighbour();
    Attempt attempt = story.started("evt-1");
    story.advance(Scenario.LEASE);

    assertThat(story.recoverSome(beside.events())).as(story.story("beside")).isEmpty();
    assertThat(story.record(attempt.claim().key()).state()).isEqualTo(EventState.PROCESSING);
    assertThat(story.recoverSome()).as(story.story("here it is")).hasSize(1);
  }

  @Test
  @DisplayName("ES-60 a lane that is busy here is free beside")
  default void es60BusyLaneIsFreeBeside() {
    Scenario story = scenario(Capability.LANES);
    GuardStore beside = harness().neighbour();
    story.started(story.event("evt-1").lane("cus-1"));
    story.queued(story.event("evt-2").lane("cus-1"));

    Draft other = story.event("evt-3").lane("cus-1").toClaim();
    assertThat(beside.events().admit(List.of(other.arrival())))
        .as(story.story("its lane there is its own"))
        .hasOnlyElementsOfType(Admission.Claimed.class);
    ClaimRequest second = story.one(story.key("evt-2"));
    assertThat(story.events().claim(second)).as(story.story("and here it is busy")).isEmpty();
  }

  @Test
  @DisplayName("ES-60 a name that is locked here is free beside")
  default void es60LockedNameIsFreeBeside() {
    Scenario story = scenario();
    Lock here = story.store().lock();
    Lock beside = harness().neighbour().lock();
    Lease mine = here.tryAcquire("sweeper", "node-a", Duration.ofSeconds(10)).orElseThrow();

    Lease theirs = beside.tryAcquire("sweeper", "node-b", Duration.ofSeconds(10)).orElseThrow();
    assertThat(beside.release(theirs)).as(story.story()).isEqualTo(Lock.Release.RELEASED);

    assertThat(here.tryAcquire("sweeper", "node-b", Duration.ofSeconds(10)))
        .as(story.story("what was let go there is held here"))
        .isEmpty();
    assertThat(here.renew(mine, Duration.ofSeconds(10)))
        .as(story.story())
        .isInstanceOf(Lock.Renewal.Renewed.class);
  }

  private static List<Integer> numbersOf(List<LedgerEntry> entries) {
    return entries.stream().map(LedgerEntry::number).toList();
  }
}
