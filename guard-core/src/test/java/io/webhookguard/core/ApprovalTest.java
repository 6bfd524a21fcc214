package io.webhookguard.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.webhookguard.api.error.OutcomeUnknownException;
import io.webhookguard.api.event.EventKey;
import io.webhookguard.api.event.EventState;
import io.webhookguard.api.event.Response;
import io.webhookguard.api.ledger.DecisionKind;
import io.webhookguard.api.ledger.LedgerEntry;
import io.webhookguard.api.store.Intervention.Authority;
import io.webhookguard.api.store.InterventionAnswer;
import io.webhookguard.api.store.InterventionAnswer.Refusal;
import io.webhookguard.core.handler.Handler;
import io.webhookguard.core.handler.InDoubt;
import io.webhookguard.core.handler.RetryPolicy;
import io.webhookguard.core.handler.RunPolicy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

final class ApprovalTest {

  private static final String PAID = StubAdapter.event("e1", "paid");
  private static final RunPolicy ONCE = RunPolicy.DEFAULT.withRetry(RetryPolicy.NONE);
  private static final Authority ANN = new Authority("ann", "the books are wrong");
  private static final Authority BOB = new Authority("bob", "so they are");
  private static final Authority CARL = new Authority("carl", "I agree");

  private final World world = new World();
  private final AtomicBoolean down = new AtomicBoolean();
  private final List<Integer> generations = new ArrayList<>();

  private final Handler handler =
      context -> {
        generations.add(context.generation());
        if (down.get()) {
          throw new IllegalStateException("down");
        }
        return Response.EMPTY;
      };

  private WebhookGuard guardThatDemands(Source.Approval approval) {
    return world.source(source -> source.approval(approval)).node(ONCE, handler);
  }

  private static LedgerEntry requested(InterventionResult result) {
    return result.match(
        answered -> {
          throw new AssertionError("was not asked for: " + answered);
        },
        InterventionResult.Requested::request);
  }

  private static InterventionAnswer answer(InterventionResult result) {
    return result.match(
        InterventionResult.Answered::answer,
        requested -> {
          throw new AssertionError("waits for a second person: " + requested);
        });
  }

  private static void assertDone(InterventionResult result) {
    assertThat(answer(result)).isInstanceOf(InterventionAnswer.Done.class);
  }

  private EventKey key() {
    return world.key("e1");
  }

  @Test
  @DisplayName("what one person asks for another one approves, and both are in the ledger")
  void aSecondPersonApproves() {
    WebhookGuard guard = guardThatDemands(Source.Approval.COMPLETE);
    world.deliver(guard, PAID);

    LedgerEntry request = requested(guard.replay(key(), ANN));
    world.time.settleDown();
    assertThat(generations).containsExactly(1);
    assertThat(List.of(request.kind(), request.actor(), request.detail()))
        .containsExactly(DecisionKind.REQUESTED, "ann", "replay: the books are wrong");

    assertDone(guard.replay(key(), BOB));
    world.time.settleDown();

    assertThat(generations).containsExactly(1, 2);
    assertThat(world.ledger("e1"))
        .filteredOn(entry -> entry.kind() == DecisionKind.REPLAYED)
        .singleElement()
        .satisfies(
            entry -> {
              assertThat(entry.actor()).isEqualTo("bob");
              assertThat(entry.detail()).isEqualTo("asked for by ann: so they are");
            });
  }

  @Test
  @DisplayName("nobody approves what the same person has asked for")
  void onesOwnRequestIsNotApproved() {
    WebhookGuard guard = guardThatDemands(Source.Approval.COMPLETE);
    world.deliver(guard, PAID);
    requested(guard.replay(key(), ANN));

    assertThatThrownBy(() -> guard.replay(key(), new Authority("ann", "another reason")))
        .isInstanceOfSatisfying(
            OwnApprovalException.class,
            e -> {
              assertThat(e.event()).isEqualTo(key());
              assertThat(e.actor()).isEqualTo("ann");
            });
    assertThat(world.story("e1")).containsOnlyOnce(DecisionKind.REQUESTED);
    assertThat(world.state("e1")).isEqualTo(EventState.COMPLETE);
  }

  @Test
  @DisplayName("a request for one change approves no other")
  void anotherChangeIsAnotherRequest() {
    down.set(true);
    WebhookGuard guard = guardThatDemands(Source.Approval.ALL);
    world.deliver(guard, PAID);

    requested(guard.retry(key(), ANN));
    requested(guard.discard(key(), BOB));
    assertThat(world.state("e1")).isEqualTo(EventState.FAILED);

    assertDone(guard.discard(key(), ANN));
    assertThat(world.story("e1")).endsWith(DecisionKind.DISCARDED);
  }

  @Test
  @DisplayName("a confirmation with another response is another change")
  void aConfirmationIsApprovedWithItsResponse() {
    WebhookGuard guard =
        world
            .source(source -> source.approval(Source.Approval.ALL))
            .node(
                RunPolicy.DEFAULT.withInDoubt(InDoubt.PARK),
                context -> {
                  throw new IllegalStateException("no answer");
                });
    world.deliver(guard, PAID);
    Response booked = Response.of(200, "text/plain", "17".getBytes(StandardCharsets.UTF_8));

    requested(guard.confirm(key(), ANN, booked));
    requested(guard.confirm(key(), BOB, Response.EMPTY));
    assertDone(guard.confirm(key(), BOB, booked));

    assertThat(world.state("e1")).isEqualTo(EventState.COMPLETE);
  }

  @Test
  @DisplayName("a request lapses when the event changes")
  void aRequestLapsesWithAChange() {
    down.set(true);
    WebhookGuard guard = guardThatDemands(Source.Approval.ALL);
    world.deliver(guard, PAID);
    requested(guard.retry(key(), ANN));

    world.deliver(guard, PAID); // reopens it without anybody's approval, and it fails again
    assertThat(generations).hasSize(2);

    requested(guard.retry(key(), BOB));
    assertThat(generations).hasSize(2);
  }

  @Test
  @DisplayName("a request lapses after a day, and may then be made again")
  void aRequestLapsesWithTime() {
    WebhookGuard guard = guardThatDemands(Source.Approval.COMPLETE);
    world.deliver(guard, PAID);
    requested(guard.replay(key(), ANN));

    world.time.freeze(Source.REQUEST_LASTS.plusSeconds(1));

    requested(guard.replay(key(), BOB));
    assertDone(guard.replay(key(), ANN));
  }

  @Test
  @DisplayName("duplicates that arrive meanwhile change nothing about a request")
  void duplicatesLeaveARequestOpen() {
    WebhookGuard guard = guardThatDemands(Source.Approval.COMPLETE);
    world.deliver(guard, PAID);
    requested(guard.replay(key(), ANN));
    world.deliver(guard, PAID);
    world.advance(Duration.ofSeconds(2));
    assertThat(world.story("e1")).endsWith(DecisionKind.DUPLICATE);

    assertDone(guard.replay(key(), BOB));
  }

  @Test
  @DisplayName("who demands it for COMPLETE events alone lets one person retry")
  void completeAloneLeavesRetriesToOne() {
    down.set(true);
    WebhookGuard guard = guardThatDemands(Source.Approval.COMPLETE);
    world.deliver(guard, PAID);

    assertDone(guard.retry(key(), ANN));
    assertThat(world.story("e1")).doesNotContain(DecisionKind.REQUESTED);
  }

  @Test
  @DisplayName("what cannot be is refused at once, and unknown events are unknown")
  void theImpossibleIsNotAskedFor() {
    down.set(true);
    WebhookGuard guard = guardThatDemands(Source.Approval.ALL);
    world.deliver(guard, PAID);

    assertThat(answer(guard.replay(key(), ANN)))
        .isEqualTo(new InterventionAnswer.Refused(Refusal.WRONG_STATE, world.event("e1")));
    assertThat(answer(guard.confirm(key(), ANN, Response.EMPTY)))
        .isInstanceOf(InterventionAnswer.Refused.class);
    assertThat(answer(guard.retry(world.key("e2"), ANN)))
        .isEqualTo(new InterventionAnswer.Unknown());
    assertThat(world.story("e1")).doesNotContain(DecisionKind.REQUESTED);
  }

  @Test
  @DisplayName("of two persons who ask at once the second one approves")
  void twoWhoAskAtOnce() {
    WebhookGuard guard = guardThatDemands(Source.Approval.COMPLETE);
    world.deliver(guard, PAID);
    List<InterventionResult> bobs = new ArrayList<>();
    world.store().during("entries", () -> bobs.add(guard.replay(key(), BOB)));

    assertDone(guard.replay(key(), ANN));

    requested(bobs.get(0));
    world.time.settleDown();
    assertThat(generations).containsExactly(1, 2);
  }

  @Test
  @DisplayName("two persons who approve at once make one change")
  void twoWhoApproveAtOnce() {
    WebhookGuard guard = guardThatDemands(Source.Approval.COMPLETE);
    world.deliver(guard, PAID);
    requested(guard.replay(key(), ANN));
    List<InterventionResult> carls = new ArrayList<>();
    world
        .store()
        .during(
            "entries",
            () -> {
              carls.add(guard.replay(key(), CARL));
              world.time.settleDown();
            });

    assertDone(guard.replay(key(), BOB));

    assertDone(carls.get(0));
    world.time.settleDown();
    assertThat(generations).containsExactly(1, 2);
    assertThat(world.story("e1")).containsOnlyOnce(DecisionKind.REPLAYED);
  }

  @Test
  @DisplayName("a request whose reply was lost is there once")
  void aLostReplyToARequest() {
    WebhookGuard guard = guardThatDemands(Source.Approval.COMPLETE);
    world.deliver(guard, PAID);
    world.store().fail("append", FaultyStore.Fault.LOST_REPLY);
    requested(guard.replay(key(), ANN));
    assertThat(world.story("e1")).containsOnlyOnce(DecisionKind.REQUESTED);

    world.store().fail("append", FaultyStore.Fault.LOST_REQUEST);
    world.time.freeze(Source.REQUEST_LASTS.plusSeconds(1));
    assertThatThrownBy(() -> guard.replay(key(), ANN)).isInstanceOf(OutcomeUnknownException.class);
    requested(guard.replay(key(), ANN));
  }
}
