package io.webhookguard.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.webhookguard.api.event.EventRecord;
import io.webhookguard.api.event.EventState;
import io.webhookguard.api.event.FailureReason;
import io.webhookguard.api.event.Route;
import io.webhookguard.api.event.Status;
import io.webhookguard.api.ledger.DecisionKind;
import io.webhookguard.api.ledger.LedgerEntry;
import io.webhookguard.api.store.Attempt;
import io.webhookguard.api.store.Claim;
import io.webhookguard.api.store.GuardStore;
import io.webhookguard.api.store.RecoverRequest;
import io.webhookguard.api.store.RenewAnswer;
import io.webhookguard.api.store.SettleAnswer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** How long claims last, and who takes them over: rules ES-30 to ES-33 and ES-57. */
public interface LeaseContract extends StoreUnderTest {

  @Test
  @DisplayName("ES-30 a renewal makes the lease end later or sooner, counted from now, unwritten")
  default void es30RenewalCountsFromNow() {
    Scenario story = scenario();
    Claim claim = story.started("evt-1").claim();
    List<LedgerEntry> entries = story.entries(claim.key());

    for (Duration lease : List.of(Duration.ofMinutes(5), Duration.ofSeconds(1))) {
      story.advance(Duration.ofSeconds(10));
      RenewAnswer answer = story.renew(claim, lease);

      assertThat(answer)
          .as(story.story())
          .isInstanceOfSatisfying(
              RenewAnswer.Renewed.class,
              renewed -> {
                assertThat(renewed.claim().leaseEnd())
                    .isCloseTo(story.now().plus(lease), story.exactly());
                assertThat(renewed.claim().token()).isEqualTo(claim.token());
                assertThat(renewed.claim().claimId()).isEqualTo(claim.claimId());
                assertThat(story.record(claim.key()).status())
                    .isEqualTo(
                        new Status.Processing(
                            claim.owner(), claim.claimId(), renewed.claim().leaseEnd()));
              });
    }
    assertThat(story.entries(claim.key())).as(story.story("no entry")).isEqualTo(entries);
  }

  @Test
  @DisplayName("ES-30 a renewal does not begin the attempt anew")
  default void es30RenewalDoesNotBeginTheAttemptAnew() {
    Scenario story = scenario();
    Attempt attempt = story.started("evt-1");
    story.advance(Duration.ofSeconds(3));

    story.renew(attempt.claim(), Scenario.LEASE);

    assertThat(story.events().claims(attempt.claim().claimId()))
        .as(story.story("it started when it was granted"))
        .extracting(Attempt::startedAt)
        .containsExactly(attempt.startedAt());
  }

  @Test
  @DisplayName("ES-30 a claim that is over is not renewed, and nothing changes")
  default void es30ClaimThatIsOverIsNotRenewed() {
    Scenario story = scenario();
    Attempt first = story.started("evt-1");
    story.settled(Ending.retry(first));
    Snapshot waiting = story.snapshot(first.claim().key());

    assertThat(story.renew(first.claim(), Scenario.LEASE))
        .as(story.story("it was settled"))
        .isEqualTo(new RenewAnswer.Superseded(first.claim().token().value()));
    assertThat(story.snapshot(first.claim().key())).as(story.story()).isEqualTo(waiting);

    Attempt second = story.run("evt-1");
    Snapshot running = story.snapshot(first.claim().key());
    assertThat(story.renew(first.claim(), Scenario.LEASE))
        .as(story.story("another claim is current"))
        .isEqualTo(new RenewAnswer.Superseded(second.claim().token().value()));
    assertThat(story.snapshot(first.claim().key())).as(story.story()).isEqualTo(running);
  }

  @Test
  @DisplayName("ES-31 a lapsed claim is taken over under a new token, in doubt, still PROCESSING")
  default void es31LapsedClaimIsTakenOver() {
    Scenario story = scenario();
    Attempt lapsed = story.started("evt-1");

    Attempt takeover = story.takenOver();

    EventRecord record = story.record(lapsed.claim().key());
    assertThat(takeover.claim().token()).as(story.story()).isGreaterThan(lapsed.claim().token());
    assertThat(record.status())
        .as(story.story("the rescuer holds it"))
        .isEqualTo(
            new Status.Processing(
                Scenario.RESCUER, takeover.claim().claimId(), takeover.claim().leaseEnd()));
    assertThat(takeover.claim().leaseEnd())
        .as(story.story())
        .isCloseTo(story.now().plus(Scenario.LEASE), story.exactly());
    assertThat(takeover.inDoubt() && record.inDoubt()).as(story.story()).isTrue();
    assertThat(List.of(takeover.number(), record.attempts()))
        .as(story.story("the attempt is the same"))
        .containsOnly(1);
    assertThat(story.newestEntry(record.key()).kind())
        .as(story.story())
        .isEqualTo(DecisionKind.RECOVERED);
  }

  @Test
  @DisplayName("ES-31 a takeover starts when it is granted, in the window of the claim before")
  default void es31TakeoverStartsWhenItIsGranted() {
    Scenario story = scenario();
    Attempt lapsed = story.started("evt-1");

    Attempt takeover = story.takenOver();

    assertThat(takeover.startedAt())
        .as(story.story("it is a claim of its own"))
        .isCloseTo(story.now(), story.exactly());
    assertThat(takeover.windowStart())
        .as(story.story("the keys are in use since"))
        .isEqualTo(lapsed.startedAt());
  }

  @Test
  @DisplayName("ES-31 a lapsed claim of another consumer of the same source is not taken")
  default void es31LapsedClaimOfAnotherConsumerIsNotTaken() {
    Scenario story = scenario();
    story.started(story.event("evt-1").route(new Route("shop", "audit")));
    story.advance(Scenario.LEASE);

    assertThat(story.recoverAll()).as(story.story("its route was not wanted")).isEmpty();
  }

  @Test
  @DisplayName("ES-31 after a takeover the former holder changes nothing any more")
  default void es31FormerHolderChangesNothing() {
    Scenario story = scenario();
    Attempt lapsed = story.started("evt-1");
    Attempt takeover = story.takenOver();
    long newest = takeover.claim().token().value();

    assertThat(story.settle(Ending.complete(lapsed)))
        .as(story.story())
        .isEqualTo(new SettleAnswer.Superseded(newest));
    assertThat(story.renew(lapsed.claim(), Scenario.LEASE))
        .as(story.story())
        .isEqualTo(new RenewAnswer.Superseded(newest));
    story.settled(Ending.complete(takeover));
  }

  @Test
  @DisplayName("ES-31 only PROCESSING events of the wanted routes whose lease ended are taken")
  default void es31OnlyLapsedClaimsOfWantedRoutesAreTaken() {
    Scenario story = scenario();
    story.started(story.event("evt-elsewhere").route(Route.main("market")));
    story.inState("evt-pending", EventState.PENDING);
    story.inState("evt-complete", EventState.COMPLETE);
    story.inState("evt-failed", EventState.FAILED);
    Attempt renewed = story.started("evt-renewed");
    story.started("evt-lapsed");
    story.advance(Scenario.LEASE.minus(story.precision()));

    assertThat(story.recoverAll()).as(story.story("no lease ended")).isEmpty();
    story.renew(renewed.claim(), Scenario.LEASE);
    story.advance(story.precision());
    assertThat(story.recoverAll())
        .as(story.story("one did, now"))
        .extracting(attempt -> attempt.claim().key())
        .containsExactly(story.key("evt-lapsed"));
  }

  @Test
  @DisplayName("ES-31 a recovery takes no more than its limit, and the next ones the rest")
  default void es31RecoveryTakesNoMoreThanItsLimit() {
    Scenario story = scenario();
    IntStream.range(0, 25).forEach(i -> story.started("evt-" + i));
    story.advance(Scenario.LEASE);

    int taken = 0;
    for (int i = 0; i < Scenario.CALLS_TO_FIND_ALL; i++) {
      List<Attempt> some = story.recover(story.lapsed(10));
      assertThat(some).as(story.story()).hasSizeLessThanOrEqualTo(10);
      taken += some.size();
    }
    assertThat(taken).as(story.story("each once")).isEqualTo(25);
  }

  @Test
  @DisplayName("ES-32 of concurrent recoveries at most one takes a claim")
  default void es32AtMostOneRecoveryTakesAClaim() {
    Scenario story = scenario();
    for (int round = 0; round < 30; round++) {
      Attempt lapsed = story.started("evt-" + round);
      story.advance(Scenario.LEASE);

      List<List<Attempt>> taken =
          Race.of(
              4,
              number -> {
                GuardStore client = number % 2 == 0 ? story.store() : story.secondClient();
                return client.events().recover(story.lapsed(10));
              });

      assertThat(taken.stream().flatMap(List::stream))
          .as(story.story("one takeover in round " + round))
          .hasSizeLessThanOrEqualTo(1);
      if (taken.stream().allMatch(List::isEmpty)) {
        story.recoverSome();
      }
      story.recover(story.lapsed(10));
      assertThat(story.decisions(lapsed.claim().key()))
          .as(story.story("and one entry"))
          .containsOnlyOnce(DecisionKind.RECOVERED);
      story.events().settle(List.of(Ending.complete(currentClaim(story, lapsed.claim()))));
    }
  }

  @Test
  @DisplayName("ES-32 a repeated recovery gets the claims that it took, and no others")
  default void es32RepeatedRecoveryGetsItsClaims() {
    Scenario story = scenario();
    story.started("evt-1");
    Attempt taken = story.takenOver();
    RecoverRequest request = story.wishFor(taken);
    story.started("evt-2");
    story.advance(Scenario.LEASE);

    assertThat(story.recover(request))
        .as(story.story("though another lease has ended"))
        .containsExactly(taken);
    assertThat(story.events().claims(request.claimId())).as(story.story()).containsExactly(taken);
  }

  @Test
  @DisplayName("ES-33 no time that a caller sends decides about a lease")
  default void es33NoTimeOfACallerDecidesAboutALease() {
    Scenario story = scenario();
    Claim claim = story.started("evt-1").claim();
    Claim backdated = withLeaseEnd(claim, Instant.EPOCH);
    Claim postdated = withLeaseEnd(claim, story.now().plus(Duration.ofDays(300)));

    assertThat(story.renew(backdated, Scenario.LEASE))
        .as(story.story("the store knows that it holds"))
        .isInstanceOf(RenewAnswer.Renewed.class);
    assertThat(story.renew(postdated, Scenario.LEASE))
        .as(story.story("the lease counts from the store's now"))
        .isInstanceOfSatisfying(
            RenewAnswer.Renewed.class,
            renewed ->
                assertThat(renewed.claim().leaseEnd())
                    .isCloseTo(story.now().plus(Scenario.LEASE), story.exactly()));
    story.advance(Scenario.LEASE);
    assertThat(story.recoverSome()).as(story.story("it ended")).hasSize(1);
  }

  @Test
  @DisplayName("ES-57 a clock that jumps breaks neither tokens nor claims nor the ledger")
  default void es57JumpingClockBreaksNothing() {
    Scenario story = scenario();
    Attempt first = story.started("evt-1");
    story.advance(Duration.ofHours(-3));

    assertThat(story.claim(first.claim().key())).as(story.story("it is claimed")).isEmpty();
    assertThat(story.runnable()).as(story.story("it is claimed")).isEmpty();
    story.advance(Duration.ofDays(2));
    Attempt second = story.takenOver();
    assertThat(second.claim().token()).as(story.story()).isGreaterThan(first.claim().token());
    assertThat(story.settle(Ending.complete(first)))
        .as(story.story())
        .isInstanceOf(SettleAnswer.Superseded.class);
    story.advance(Duration.ofDays(-1));
    story.settled(Ending.fail(second, FailureReason.PERMANENT));

    assertThat(story.entries(first.claim().key()))
        .as(story.story("the ledger is in the order of what happened"))
        .extracting(LedgerEntry::number)
        .containsExactly(1, 2, 3, 4);
  }

  private static Attempt currentClaim(Scenario story, Claim claim) {
    Status status = story.record(claim.key()).status();
    assertThat(status).as(story.story()).isInstanceOf(Status.Processing.class);
    return story.events().claims(((Status.Processing) status).claimId()).get(0);
  }

  private static Claim withLeaseEnd(Claim claim, Instant leaseEnd) {
    return new Claim(claim.key(), claim.owner(), claim.claimId(), claim.token(), leaseEnd);
  }
}
