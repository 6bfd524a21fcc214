package io.webhookguard.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.webhookguard.api.error.GuardException;
import io.webhookguard.api.error.StoreUnavailableException;
import io.webhookguard.api.error.SupersededException;
import io.webhookguard.api.event.EventKey;
import io.webhookguard.api.event.EventState;
import io.webhookguard.api.event.Payload;
import io.webhookguard.api.ledger.Decision;
import io.webhookguard.api.ledger.DecisionKind;
import io.webhookguard.api.store.Attempt;
import io.webhookguard.api.store.Capability;
import io.webhookguard.api.store.Claim;
import io.webhookguard.api.store.GuardStore;
import io.webhookguard.api.store.RenewAnswer;
import io.webhookguard.api.store.SettleAnswer;
import io.webhookguard.api.store.Settlement;
import io.webhookguard.api.store.Steps;
import io.webhookguard.api.store.TransactionalEventStore;
import io.webhookguard.api.store.TransactionalStore;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Settlement in the transaction of the effect: rules TX, for stores with USER_TRANSACTIONS. */
public interface TransactionalContract extends StoreUnderTest {

  @Override
  TransactionalHarness harness();

  @Test
  @DisplayName(
      "TX-1 a settlement becomes visible with the user's commit, entry and effect included")
  default void tx1SettlementBecomesVisibleWithTheCommit() throws SQLException {
    Scenario story = scenario(Capability.USER_TRANSACTIONS);
    Effects effects = Effects.in(harness().users());
    Attempt attempt = story.started("evt-1");
    EventKey key = attempt.claim().key();
    Snapshot before = story.snapshot(key);

    try (Connection connection = effects.begin()) {
      Effects.write(connection, "evt-1");
      transactions().settle(connection, Ending.complete(attempt));
      assertThat(story.snapshot(key)).as(story.story("not visible yet")).isEqualTo(before);
      connection.commit();
    }

    assertThat(effects.seen()).as(story.story("the effect happened")).containsExactly("evt-1");
    assertThat(story.record(key).state()).as(story.story()).isEqualTo(EventState.COMPLETE);
    assertThat(story.newestEntry(key).kind()).as(story.story()).isEqualTo(DecisionKind.COMPLETED);
  }

  @Test
  @DisplayName("TX-1 a settlement vanishes with the user's rollback, entry and effect included")
  default void tx1SettlementVanishesWithTheRollback() throws SQLException {
    Scenario story = scenario(Capability.USER_TRANSACTIONS);
    Effects effects = Effects.in(harness().users());
    Attempt attempt = story.started("evt-1");
    Snapshot before = story.snapshot(attempt.claim().key());

    for (Settlement settlement : Ending.ofEveryKind(attempt)) {
      try (Connection connection = effects.begin()) {
        Effects.write(connection, "evt-1");
        transactions().settle(connection, settlement);
        connection.rollback();
      }
      assertThat(story.snapshot(attempt.claim().key()))
          .as(story.story("nothing changes"))
          .isEqualTo(before);
    }
    assertThat(effects.seen()).as(story.story("no effect")).isEmpty();
    story.settled(Ending.complete(attempt));
  }

  @Test
  @DisplayName("TX-1 the guard's own transaction commits the effect with every kind of settlement")
  default void tx1OwnTransactionCommitsEffectAndSettlement() throws SQLException {
    Scenario story = scenario(Capability.USER_TRANSACTIONS);
    Effects effects = Effects.in(harness().users());
    List<DecisionKind> written = new ArrayList<>();
    for (int kind = 0; kind < 5; kind++) {
      Attempt attempt = story.started("evt-" + kind);
      Settlement settlement = Ending.ofEveryKind(attempt).get(kind);
      String name = "evt-" + kind;

      transactions()
          .inTransaction(
              attempt.claim(),
              connection -> {
                Effects.write(connection, name);
                return settlement;
              });
      written.add(story.newestEntry(attempt.claim().key()).kind());
    }

    assertThat(effects.seen()).as(story.story()).hasSize(5);
    assertThat(written)
        .as(story.story())
        .containsExactly(
            DecisionKind.COMPLETED,
            DecisionKind.RETRY_SCHEDULED,
            DecisionKind.IN_DOUBT,
            DecisionKind.FAILED,
            DecisionKind.RELEASED);
  }

  @Test
  @DisplayName("TX-1 a client that dies in the guard's own transaction leaves all of it or nothing")
  default void tx1ClientThatDiesLeavesAllOrNothing() throws SQLException {
    Scenario story = scenario(Capability.USER_TRANSACTIONS);
    assumeTrue(harness().crashHook().isPresent(), "the calls of the store have no inside");
    CrashHook hook = harness().crashHook().orElseThrow();
    Effects effects = Effects.in(harness().users());
    Set<Boolean> happened = new HashSet<>();
    boolean died = true;
    for (int boundary = 1; died; boundary++) {
      String name = "evt-" + boundary;
      Attempt attempt = story.started(name);
      try {
        ((TransactionalStore) hook.clientDyingAt(boundary))
            .transactions()
            .inTransaction(
                attempt.claim(),
                connection -> {
                  Effects.write(connection, name);
                  return Ending.complete(attempt);
                });
      } catch (SQLException | GuardException e) {
        story.tell("the client is told " + e);
      }
      died = hook.death().isPresent();
      story.tell("it died " + hook.death().orElse("not at all"));
      boolean effect = effects.seen().contains(name);
      happened.add(effect);
      assertThat(story.record(attempt.claim().key()).state() == EventState.COMPLETE)
          .as(story.story("settled if the effect happened, else not"))
          .isEqualTo(effect);
    }
    assertThat(happened).as("clients died before and behind the commit").hasSize(2);
  }

  @Test
  @DisplayName("TX-2 a claim that is over throws, and its effect cannot be committed")
  default void tx2ClaimThatIsOverThrows() throws SQLException {
    Scenario story = scenario(Capability.USER_TRANSACTIONS);
    Effects effects = Effects.in(harness().users());
    Attempt old = story.started("evt-1");
    story.takenOver();
    Snapshot before = story.snapshot(old.claim().key());

    try (Connection connection = effects.begin()) {
      Effects.write(connection, "evt-1");
      assertThatThrownBy(() -> transactions().settle(connection, Ending.complete(old)))
          .as(story.story("the claim was taken over"))
          .isInstanceOf(SupersededException.class);
      Throwable refusal = catchThrowable(connection::commit);
      story.tell("commit in spite of it → " + (refusal == null ? "accepted" : "refused"));
    }

    assertThat(effects.seen()).as(story.story("the effect is not there")).isEmpty();
    assertThat(story.snapshot(old.claim().key()))
        .as(story.story("nothing changes"))
        .isEqualTo(before);
  }

  @Test
  @DisplayName("TX-2 a claim that is over rolls the guard's own transaction back")
  default void tx2ClaimThatIsOverRollsBack() throws SQLException {
    Scenario story = scenario(Capability.USER_TRANSACTIONS);
    Effects effects = Effects.in(harness().users());
    Attempt old = story.started("evt-1");
    story.settled(Ending.retry(old));
    Snapshot before = story.snapshot(old.claim().key());

    assertThatThrownBy(() -> transactions().inTransaction(old.claim(), completing(old)))
        .as(story.story("the claim was settled"))
        .isInstanceOf(SupersededException.class);

    assertThat(effects.seen()).as(story.story("the effect is not there")).isEmpty();
    assertThat(story.snapshot(old.claim().key()))
        .as(story.story("nothing changes"))
        .isEqualTo(before);
  }

  @Test
  @DisplayName("TX-3 other calls about the event are Locked or wait, and other events go on")
  default void tx3OtherCallsAreLockedOrWait() throws SQLException {
    Scenario story = scenario(Capability.USER_TRANSACTIONS);
    Effects effects = Effects.in(harness().users());
    Attempt held = story.started("evt-held");
    Attempt other = story.started("evt-other");

    try (Connection connection = effects.begin()) {
      Effects.write(connection, "evt-held");
      transactions().settle(connection, Ending.complete(held));
      if (harness().writers() == TransactionalHarness.Writers.LOCK_ROWS) {
        assertLockedAlone(story, held, other);
      } else {
        assertWaitsNoLongerThanItMay(story, List.of(held.claim(), other.claim()));
      }
      connection.commit();
    }

    assertThat(story.record(held.claim().key()).state())
        .as(story.story("the transaction committed"))
        .isEqualTo(EventState.COMPLETE);
    assertThat(effects.seen()).as(story.story()).containsExactly("evt-held");
  }

  @Test
  @DisplayName(
      "LG-10 a note about an event that a transaction holds is written, or the call throws")
  default void lg10NoteAboutAHeldEventIsNotLost() throws SQLException {
    Scenario story = scenario(Capability.USER_TRANSACTIONS);
    Effects effects = Effects.in(harness().users());
    Attempt held = story.started("evt-1");
    EventKey key = held.claim().key();
    Decision note =
        Decision.note(key, DecisionKind.REQUESTED, Scenario.OPERATOR.actor(), "replay: as agreed");
    Throwable refused;

    try (Connection connection = effects.begin()) {
      Effects.write(connection, "evt-1");
      transactions().settle(connection, Ending.complete(held));
      refused = catchThrowable(() -> story.store().ledger().append(List.of(note)));
      connection.commit();
    }

    if (refused != null) {
      assertThat(refused).as("nothing was written").isInstanceOf(StoreUnavailableException.class);
      assertThat(story.newestEntry(key).kind())
          .as(story.story("not there"))
          .isEqualTo(DecisionKind.COMPLETED);
      story.store().ledger().append(List.of(note));
    }
    assertThat(story.decisions(key))
        .as(story.story("there once"))
        .containsOnlyOnce(DecisionKind.REQUESTED);
  }

  @Test
  @DisplayName("TX-4 the connection of the guard's transaction refuses to end it, by whatever path")
  default void tx4ConnectionRefusesToEndTheTransaction() throws SQLException {
    Scenario story = scenario(Capability.USER_TRANSACTIONS);
    Effects effects = Effects.in(harness().users());
    Attempt attempt = story.started("evt-1");
    Snapshot before = story.snapshot(attempt.claim().key());
    for (Escape escape : Escape.all()) {
      List<Throwable> refusals = new ArrayList<>();
      IllegalStateException undo = new IllegalStateException("undo");

      Throwable thrown =
          catchThrowable(
              () ->
                  transactions()
                      .inTransaction(
                          attempt.claim(),
                          connection -> {
                            Effects.write(connection, "evt-1");
                            Throwable refusal =
                                catchThrowable(() -> escape.attempt().on(connection));
                            if (refusal != null) {
                              refusals.add(refusal);
                            }
                            throw undo;
                          }));

      assertThat(thrown).as(story.story(escape.name())).isSameAs(undo);
      assertThat(refusals)
          .as(story.story(escape.name() + " is refused"))
          .hasSize(1)
          .hasOnlyElementsOfType(SQLException.class);
      assertThat(effects.seen()).as(story.story(escape.name() + " ends nothing")).isEmpty();
      assertThat(story.snapshot(attempt.claim().key()))
          .as(story.story("nothing changes"))
          .isEqualTo(before);
    }
  }

  @Test
  @DisplayName("TX-5 after an SQLException that the body ignores, the transaction rolls back")
  default void tx5IgnoredExceptionRollsBack() throws SQLException {
    Scenario story = scenario(Capability.USER_TRANSACTIONS);
    Effects effects = Effects.in(harness().users());
    Attempt attempt = story.started("evt-1");
    Snapshot before = story.snapshot(attempt.claim().key());

    Throwable thrown =
        catchThrowable(
            () ->
                transactions()
                    .inTransaction(
                        attempt.claim(),
                        connection -> {
                          Effects.write(connection, "twice");
                          Throwable ignored =
                              catchThrowable(() -> Effects.write(connection, "twice"));
                          assertThat(ignored).isInstanceOf(SQLException.class);
                          return Ending.complete(attempt);
                        }));

    assertThat(thrown).as(story.story("the caller learns of it")).isNotNull();
    assertThat(effects.seen()).as(story.story("no effect")).isEmpty();
    assertThat(story.snapshot(attempt.claim().key()))
        .as(story.story("nothing changes"))
        .isEqualTo(before);
  }

  @Test
  @DisplayName(
      "TX-5 after an SQLException inside a savepoint that is rolled back, the body goes on")
  default void tx5ExceptionInsideASavepointIsMadeGood() throws SQLException {
    Scenario story = scenario(Capability.USER_TRANSACTIONS);
    Effects effects = Effects.in(harness().users());
    Attempt attempt = story.started("evt-1");

    transactions()
        .inTransaction(
            attempt.claim(),
            connection -> {
              Effects.write(connection, "first");
              Savepoint savepoint = connection.setSavepoint();
              Effects.write(connection, "undone");
              assertThatThrownBy(() -> Effects.write(connection, "first"))
                  .isInstanceOf(SQLException.class);
              connection.rollback(savepoint);
              Effects.write(connection, "second");
              return Ending.complete(attempt);
            });

    assertThat(effects.seen()).as(story.story()).containsExactly("first", "second");
    assertThat(story.record(attempt.claim().key()).state())
        .as(story.story())
        .isEqualTo(EventState.COMPLETE);
  }

  @Test
  @DisplayName(
      "TX-6 a body that throws leaves nothing behind, and its exception reaches the caller")
  default void tx6BodyThatThrowsLeavesNothingBehind() throws SQLException {
    Scenario story = scenario(Capability.USER_TRANSACTIONS);
    Effects effects = Effects.in(harness().users());
    Attempt attempt = story.started("evt-1");
    Snapshot before = story.snapshot(attempt.claim().key());
    SQLException checked = new SQLException("the handler's own");
    IllegalStateException unchecked = new IllegalStateException("the handler's own");

    assertThat(
            catchThrowable(
                () ->
                    transactions()
                        .inTransaction(
                            attempt.claim(),
                            connection -> {
                              Effects.write(connection, "evt-1");
                              throw checked;
                            })))
        .as(story.story())
        .isSameAs(checked);
    assertThat(
            catchThrowable(
                () ->
                    transactions()
                        .inTransaction(
                            attempt.claim(),
                            connection -> {
                              Effects.write(connection, "evt-1");
                              throw unchecked;
                            })))
        .as(story.story())
        .isSameAs(unchecked);

    assertThat(effects.seen()).as(story.story("no effect")).isEmpty();
    assertThat(story.snapshot(attempt.claim().key()))
        .as(story.story("nothing changes"))
        .isEqualTo(before);
    transactions().inTransaction(attempt.claim(), completing(attempt));
    assertThat(effects.seen()).as(story.story("it can run again")).hasSize(1);
  }

  @Test
  @DisplayName("TX-7 a connection in auto-commit mode is refused before anything is written")
  default void tx7AutoCommitIsRefused() throws SQLException {
    Scenario story = scenario(Capability.USER_TRANSACTIONS);
    Attempt attempt = story.started("evt-1");
    Snapshot before = story.snapshot(attempt.claim().key());

    try (Connection connection = harness().users().getConnection()) {
      connection.setAutoCommit(true);
      assertThatThrownBy(() -> transactions().settle(connection, Ending.complete(attempt)))
          .as(story.story())
          .isInstanceOf(IllegalArgumentException.class);
    }

    assertThat(story.snapshot(attempt.claim().key()))
        .as(story.story("nothing changes"))
        .isEqualTo(before);
  }

  @Test
  @DisplayName("TX-8 a step is recorded at once beside an open transaction and survives its end")
  default void tx8StepIsRecordedBesideAnOpenTransaction() throws SQLException {
    Scenario story = scenario(Capability.STEPS_BESIDE_TRANSACTIONS);
    Effects effects = Effects.in(harness().users());
    Steps steps = harness().store().steps();
    Attempt attempt = story.started("evt-1");
    Payload first = Payload.of("text/plain", new byte[] {1});
    Payload second = Payload.of("text/plain", new byte[] {2});
    RuntimeException failure = new IllegalStateException("the handler's own");

    assertThat(
            catchThrowable(
                () ->
                    transactions()
                        .inTransaction(
                            attempt.claim(),
                            connection -> {
                              steps.record(attempt.claim(), "first", first);
                              Effects.write(connection, "undone");
                              steps.record(attempt.claim(), "second", second);
                              throw failure;
                            })))
        .as(story.story("the step does not wait for the transaction"))
        .isSameAs(failure);

    assertThat(steps.recall(attempt.claim()))
        .as(story.story())
        .isEqualTo(new Steps.Recalled.Results(Map.of("first", first, "second", second)));
    assertThat(effects.seen()).as(story.story("no effect")).isEmpty();
    transactions().inTransaction(attempt.claim(), completing(attempt));
    assertThat(effects.seen()).as(story.story("it can run again")).hasSize(1);
  }

  private TransactionalEventStore transactions() {
    return harness().store().transactions();
  }

  private static TransactionalEventStore.Body completing(Attempt attempt) {
    return connection -> {
      Effects.write(connection, attempt.claim().key().eventId());
      return Ending.complete(attempt);
    };
  }

  private static void assertLockedAlone(Scenario story, Attempt held, Attempt other) {
    GuardStore client = story.secondClient();
    List<RenewAnswer> renewed =
        client.events().renew(List.of(held.claim(), other.claim()), Scenario.LEASE);
    assertThat(renewed.get(0)).as(story.story()).isInstanceOf(RenewAnswer.Locked.class);
    assertThat(renewed.get(1)).as(story.story()).isInstanceOf(RenewAnswer.Renewed.class);

    List<SettleAnswer> settled =
        client.events().settle(List.of(Ending.complete(held), Ending.complete(other)));
    assertThat(settled.get(0)).as(story.story()).isInstanceOf(SettleAnswer.Locked.class);
    assertThat(settled.get(1)).as(story.story()).isInstanceOf(SettleAnswer.Settled.class);
  }

  /** The bound is generous, because a loaded machine is slow: what matters is that there is one. */
  private void assertWaitsNoLongerThanItMay(Scenario story, List<Claim> claims) {
    long began = System.nanoTime();
    Throwable refusal =
        catchThrowable(() -> story.secondClient().events().renew(claims, Scenario.LEASE));
    Duration waited = Duration.ofNanos(System.nanoTime() - began);

    assertThat(refusal)
        .as(story.story("nothing happened, certainly"))
        .satisfiesAnyOf(
            none -> assertThat(none).isNull(),
            busy -> assertThat(busy).isInstanceOf(StoreUnavailableException.class));
    assertThat(waited)
        .as(story.story("the busy limit"))
        .isLessThan(harness().busyLimit().multipliedBy(4).plusSeconds(5));
  }
}
