package io.webhookguard.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.webhookguard.api.error.StoreUnavailableException;
import io.webhookguard.api.event.EventState;
import io.webhookguard.api.event.FailureReason;
import io.webhookguard.api.event.Problem;
import io.webhookguard.api.event.Response;
import io.webhookguard.api.event.Route;
import io.webhookguard.api.store.Intervention.Authority;
import io.webhookguard.core.handler.Handler;
import io.webhookguard.core.handler.HandlerContext;
import io.webhookguard.core.handler.PermanentFailure;
import io.webhookguard.core.handler.RetryPolicy;
import io.webhookguard.core.handler.RetryableFailure;
import io.webhookguard.core.handler.RunPolicy;
import io.webhookguard.core.handler.StepException;
import io.webhookguard.core.handler.StepException.Mistake;
import io.webhookguard.core.handler.TypeRef;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Named parts of a handler that a later attempt does not repeat. */
final class StepTest {

  private static final String PAID = StubAdapter.event("e1", "paid");
  private static final RunPolicy STEADY =
      RunPolicy.DEFAULT.withRetry(RetryPolicy.DEFAULT.withJitter(0).withAttempts(3));

  record Receipt(String id, long cents, Instant at) {}

  /** Cannot be read back: Jackson finds no way to make one. */
  static final class OneWay {
    private final int number;

    OneWay(int number, boolean unused) {
      this.number = unused ? 0 : number;
    }

    public int getNumber() {
      return number;
    }
  }

  private final World world = new World();
  private final List<String> done = new ArrayList<>();
  private final List<String> keys = new ArrayList<>();

  private Receipt charge(HandlerContext context, String name) throws Exception {
    return context.step(
        name,
        Receipt.class,
        key -> {
          done.add(name);
          keys.add(key);
          return new Receipt("ch_" + done.size(), 4200, Instant.EPOCH);
        });
  }

  /** Fails the first attempts after their steps. */
  private static void failUntil(int attempt, HandlerContext context) {
    if (context.attempt() < attempt) {
      throw new RetryableFailure(Problem.of("http-503"));
    }
  }

  @Test
  void aLaterAttemptGetsTheResultAndDoesNotRepeatTheStep() {
    List<Receipt> receipts = new ArrayList<>();
    WebhookGuard guard =
        world.node(
            STEADY,
            Handler.of(
                context -> {
                  receipts.add(charge(context, "charge"));
                  failUntil(3, context);
                }));
    world.deliver(guard, PAID);

    world.advance(Duration.ofMinutes(1));

    assertThat(world.state("e1")).isEqualTo(EventState.COMPLETE);
    assertThat(done).containsExactly("charge");
    assertThat(receipts).hasSize(3).containsOnly(new Receipt("ch_1", 4200, Instant.EPOCH));
  }

  @Test
  void stepsMayComeInAnyOrderAndNotAllOfThem() {
    WebhookGuard guard =
        world.node(
            STEADY,
            Handler.of(
                context -> {
                  if (context.attempt() == 1) {
                    charge(context, "first");
                    charge(context, "second");
                  } else {
                    charge(context, "third");
                    charge(context, "second");
                  }
                  failUntil(2, context);
                }));
    world.deliver(guard, PAID);

    world.advance(Duration.ofMinutes(1));

    assertThat(done).containsExactly("first", "second", "third");
  }

  @Test
  void aStepThatThrewIsRepeatedUnderTheSameKey() {
    WebhookGuard guard =
        world.node(
            STEADY,
            Handler.of(
                context ->
                    context.step(
                        "charge",
                        key -> {
                          keys.add(key);
                          failUntil(3, context);
                        })));
    world.deliver(guard, PAID);

    world.advance(Duration.ofMinutes(1));

    assertThat(world.state("e1")).isEqualTo(EventState.COMPLETE);
    assertThat(keys).hasSize(3).containsOnly(keys.get(0));
    assertThat(keys.get(0)).matches("wg-[0-9a-f]{64}");
  }

  @Test
  void aStepThatThrewMayBeTriedAgainInTheSameAttempt() {
    WebhookGuard guard =
        world.node(
            STEADY,
            Handler.of(
                context -> {
                  assertThatThrownBy(
                          () ->
                              context.step(
                                  "charge",
                                  key -> {
                                    throw new IllegalStateException("no");
                                  }))
                      .isInstanceOf(IllegalStateException.class);
                  charge(context, "charge");
                }));
    world.deliver(guard, PAID);

    assertThat(world.state("e1")).isEqualTo(EventState.COMPLETE);
    assertThat(done).containsExactly("charge");
  }

  @Test
  void keysDifferByStepEventAndGenerationAndNotByAttempt() {
    WebhookGuard guard =
        world.node(
            STEADY,
            Handler.of(
                context -> {
                  charge(context, "charge");
                  charge(context, "mail");
                }));
    world.deliver(guard, PAID, StubAdapter.event("e2", "paid"));
    world.advance(Duration.ofMinutes(1));
    guard.replay(world.key("e1"), new Authority("ann", "again"));
    world.advance(Duration.ofMinutes(1));

    assertThat(keys).hasSize(6).doesNotHaveDuplicates();
  }

  @Test
  void aRetryByAPersonKeepsStepsAndAReplayForgetsThem() {
    WebhookGuard guard =
        world.node(
            STEADY,
            Handler.of(
                context -> {
                  charge(context, "charge");
                  if (done.size() == 1 && keys.size() == 1) {
                    keys.add("failed");
                    throw new PermanentFailure(Problem.of("bug"));
                  }
                }));
    world.deliver(guard, PAID);
    guard.retry(world.key("e1"), new Authority("ann", "mended"));
    world.advance(Duration.ofMinutes(1));
    assertThat(world.state("e1")).isEqualTo(EventState.COMPLETE);
    assertThat(done).containsExactly("charge");

    guard.replay(world.key("e1"), new Authority("ann", "again"));
    world.advance(Duration.ofMinutes(1));
    assertThat(done).containsExactly("charge", "charge");
  }

  @Test
  void nothingIsAResultToo() {
    List<Optional<String>> results = new ArrayList<>();
    WebhookGuard guard =
        world.node(
            STEADY,
            Handler.of(
                context -> {
                  Map<String, List<Integer>> map =
                      context.step(
                          "map", new TypeRef<>() {}, key -> Map.of("a", List.of(1, done.size())));
                  results.add(Optional.of(map.toString()));
                  results.add(
                      context.step(
                          "none",
                          new TypeRef<Optional<String>>() {},
                          key -> {
                            done.add("none");
                            return Optional.empty();
                          }));
                  failUntil(2, context);
                }));
    world.deliver(guard, PAID);

    world.advance(Duration.ofMinutes(1));

    assertThat(done).containsExactly("none");
    assertThat(results)
        .containsExactly(
            Optional.of("{a=[1, 0]}"),
            Optional.empty(),
            Optional.of("{a=[1, 0]}"),
            Optional.empty());
  }

  /** What the step's use ended in, and what became of the event. */
  private void expect(Mistake mistake, FailureReason reason, Handler.Effect effect) {
    List<StepException> thrown = new ArrayList<>();
    WebhookGuard guard =
        world.node(
            STEADY,
            Handler.of(
                context -> {
                  try {
                    effect.happen(context);
                  } catch (StepException e) {
                    thrown.add(e);
                    throw e;
                  }
                }));
    world.deliver(guard, PAID);
    world.advance(Duration.ofMinutes(1));

    assertThat(thrown).extracting(StepException::mistake).containsExactly(mistake);
    assertThat(world.failure("e1")).isEqualTo(reason);
    assertThat(world.event("e1").problem()).isEqualTo(thrown.get(0).problem());
  }

  @Test
  void aNameIsUsedOnceInAnAttempt() {
    expect(
        Mistake.NAME_USED_TWICE,
        FailureReason.PERMANENT,
        context -> {
          charge(context, "charge");
          charge(context, "charge");
        });
    assertThat(done).containsExactly("charge");
    assertThat(world.event("e1").problem().kind()).isEqualTo("step-name-used-twice");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " a", "a\u0000", "\ud800"})
  void aNameIsPlainText(String name) {
    expect(Mistake.NAME_INVALID, FailureReason.PERMANENT, context -> charge(context, name));
  }

  @Test
  void aResultThatCannotBeWrittenParksTheEvent() {
    expect(
        Mistake.RESULT_UNSERIALISABLE,
        FailureReason.IN_DOUBT,
        context -> context.step("charge", Object.class, key -> new Object()));
  }

  @Test
  void aResultThatCannotBeReadBackIsFoundOutAtOnce() {
    expect(
        Mistake.RESULT_UNSERIALISABLE,
        FailureReason.IN_DOUBT,
        context -> context.step("charge", OneWay.class, key -> new OneWay(1, false)));
    assertThat(world.event("e1").problem().detail()).doesNotContain("number");
  }

  @Test
  void aResultIsNotLargerThanMayBeKept() {
    expect(
        Mistake.RESULT_TOO_LARGE,
        FailureReason.IN_DOUBT,
        context -> context.step("charge", String.class, key -> "x".repeat(64 * 1024)));
  }

  @Test
  void aTypeThatChangedIsNamed() {
    List<StepException> thrown = new ArrayList<>();
    WebhookGuard guard =
        world.node(
            STEADY,
            Handler.of(
                context -> {
                  if (context.attempt() == 1) {
                    charge(context, "charge");
                  }
                  failUntil(2, context);
                  try {
                    context.step("charge", Integer.class, key -> 1);
                  } catch (StepException e) {
                    thrown.add(e);
                    throw e;
                  }
                }));
    world.deliver(guard, PAID);
    world.advance(Duration.ofMinutes(1));

    assertThat(thrown)
        .extracting(StepException::mistake)
        .containsExactly(Mistake.RECORDED_OTHERWISE);
    assertThat(world.failure("e1")).isEqualTo(FailureReason.PERMANENT);
  }

  @Test
  void anEventHasNoMoreStepsThanItMay() {
    expect(
        Mistake.TOO_MANY,
        FailureReason.PERMANENT,
        context -> {
          for (int i = 0; i <= 1_000; i++) {
            charge(context, "charge" + i);
          }
        });
    assertThat(done).hasSize(1_000);
  }

  @Test
  void aHandlerThatHasReturnedDoesNoMoreSteps() {
    List<HandlerContext> late = new ArrayList<>();
    WebhookGuard guard = world.node(STEADY, Handler.of(late::add));
    world.deliver(guard, PAID);

    assertThatThrownBy(() -> charge(late.get(0), "charge"))
        .isInstanceOf(IllegalStateException.class);
    assertThat(done).isEmpty();
  }

  @Test
  void aStepWhoseReplyIsLostIsAskedForAndKept() {
    WebhookGuard guard =
        world.node(
            STEADY,
            Handler.of(
                context -> {
                  charge(context, "charge");
                  failUntil(2, context);
                }));
    world.store().fail("record", FaultyStore.Fault.LOST_REPLY);
    world.deliver(guard, PAID);
    world.advance(Duration.ofMinutes(1));

    assertThat(done).containsExactly("charge");
    assertThat(world.state("e1")).isEqualTo(EventState.COMPLETE);
  }

  @Test
  void aStoreThatIsAwayReachesTheHandlerAndTheStepIsRepeated() {
    List<Exception> thrown = new ArrayList<>();
    WebhookGuard guard =
        world.node(
            STEADY,
            Handler.of(
                context -> {
                  try {
                    charge(context, "charge");
                  } catch (StoreUnavailableException e) {
                    thrown.add(e);
                    throw e;
                  }
                }));
    world.store().fail("record", FaultyStore.Fault.UNAVAILABLE);
    world.deliver(guard, PAID);
    world.advance(Duration.ofMinutes(1));

    assertThat(thrown).hasSize(1);
    assertThat(done).containsExactly("charge", "charge");
    assertThat(keys.get(0)).isEqualTo(keys.get(1));
    assertThat(world.state("e1")).isEqualTo(EventState.COMPLETE);
  }

  @Test
  void aStepOfATransactionSurvivesItsRollback() {
    WebhookGuard guard = transactional();
    world.deliver(guard, PAID);
    world.advance(Duration.ofMinutes(1));

    assertThat(world.state("e1")).isEqualTo(EventState.COMPLETE);
    assertThat(done).containsExactly("charge");
  }

  @Test
  void aStepInATransactionOfTheOnlyWriterIsANamedError() {
    world.database.hasOneWriter();
    WebhookGuard guard = transactional();
    world.deliver(guard, PAID);
    world.advance(Duration.ofMinutes(1));

    assertThat(world.failure("e1")).isEqualTo(FailureReason.PERMANENT);
    assertThat(world.event("e1").problem().kind()).isEqualTo("step-not-in-this-transaction");
    assertThat(done).isEmpty();
  }

  @Test
  void aStepOfATransactionIsNotRepeatedOnceItsKeyMayBeForgotten() {
    RunPolicy slow =
        RunPolicy.DEFAULT.withRetry(
            RetryPolicy.DEFAULT.withDelays(Duration.ofHours(21), 1, Duration.ofHours(21)));
    WebhookGuard guard =
        world
            .builder()
            .transactionalHandler(
                World.SHOP,
                Route.MAIN_CONSUMER,
                "*",
                (context, connection) -> {
                  context.step(
                      "charge",
                      key -> {
                        done.add("charge");
                        throw new IllegalStateException("a timeout, say");
                      });
                  return Response.EMPTY;
                },
                slow)
            .build();
    guard.start();
    world.deliver(guard, PAID);
    world.advance(Duration.ofHours(30));

    assertThat(world.failure("e1")).isEqualTo(FailureReason.KEY_WINDOW);
    assertThat(done).containsExactly("charge");
  }

  /** Charges, and rolls the first attempt back. */
  private WebhookGuard transactional() {
    WebhookGuard guard =
        world
            .builder()
            .transactionalHandler(
                World.SHOP,
                "*",
                (context, connection) -> {
                  charge(context, "charge");
                  failUntil(2, context);
                  return Response.EMPTY;
                })
            .build();
    guard.start();
    return guard;
  }
}
