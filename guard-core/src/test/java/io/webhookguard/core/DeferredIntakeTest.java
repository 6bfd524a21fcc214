package io.webhookguard.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.webhookguard.api.event.Completion;
import io.webhookguard.api.event.EventKey;
import io.webhookguard.api.event.EventState;
import io.webhookguard.api.event.Response;
import io.webhookguard.api.event.Route;
import io.webhookguard.api.event.Status;
import io.webhookguard.api.ledger.DecisionKind;
import io.webhookguard.api.ledger.LedgerEntry;
import io.webhookguard.api.provider.ProviderResponse;
import io.webhookguard.core.handler.Handler;
import io.webhookguard.core.handler.HandlerContext;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class DeferredIntakeTest {

  private static final String PAID = StubAdapter.event("e1", "paid");

  private final World world = new World();
  private final List<String> effects = new ArrayList<>();
  private final Handler handler =
      Handler.of(
          context -> effects.add(context.key().route().consumer() + ":" + context.key().eventId()));

  private static String body(ProviderResponse answer) {
    return new String(answer.body().toByteArray(), StandardCharsets.UTF_8);
  }

  @Test
  void anEventIsAcknowledgedAndThenRunsOnce() {
    WebhookGuard guard = world.node(handler);

    ProviderResponse answer = World.answered(world.begin(guard, PAID));
    assertThat(answer.status()).isEqualTo(200);
    assertThat(effects).isEmpty();

    world.time.settleDown();
    assertThat(effects).containsExactly("main:e1");
    assertThat(world.story("e1"))
        .containsExactly(DecisionKind.RECEIVED, DecisionKind.STARTED, DecisionKind.COMPLETED);
  }

  @Test
  void aDuplicateOfACompleteEventRunsNothing() {
    WebhookGuard guard = world.node(handler);
    world.deliver(guard, PAID);

    ProviderResponse answer = world.deliver(guard, PAID);

    assertThat(answer.status()).isEqualTo(200);
    assertThat(body(answer)).contains("duplicate");
    assertThat(effects).containsExactly("main:e1");
  }

  @Test
  void aDuplicateOfAWaitingEventIsAcknowledgedToo() {
    WebhookGuard guard = world.node(handler);
    world.begin(guard, PAID);

    assertThat(World.answered(world.begin(guard, PAID)).status()).isEqualTo(200);

    world.time.settleDown();
    assertThat(effects).containsExactly("main:e1");
  }

  @Test
  void duplicatesAreSummedUpInTheLedgerWithinASecond() {
    WebhookGuard guard = world.node(handler);
    world.deliver(guard, PAID);
    world.deliver(guard, PAID);
    world.deliver(guard, PAID);
    assertThat(world.story("e1")).doesNotContain(DecisionKind.DUPLICATE);

    world.advance(Duration.ofSeconds(1));

    LedgerEntry last = world.ledger("e1").get(world.ledger("e1").size() - 1);
    assertThat(last.kind()).isEqualTo(DecisionKind.DUPLICATE);
    assertThat(last.count()).isEqualTo(2);
  }

  @Test
  void theSourceMaySayThatADuplicateIsNoSuccess() {
    WebhookGuard guard = world.source(source -> source.duplicateStatus(409)).node(handler);

    assertThat(world.deliver(guard, PAID).status()).isEqualTo(200);
    assertThat(world.deliver(guard, PAID).status()).isEqualTo(409);
  }

  @Test
  void theSameIdWithAnotherBodyIsTakenForADuplicateAndTheFirstBodyStays() {
    WebhookGuard guard = world.node(handler);
    world.deliver(guard, PAID);

    ProviderResponse answer = world.deliver(guard, "e1|paid|-|0|other text");
    world.advance(Duration.ofSeconds(1));

    assertThat(answer.status()).isEqualTo(200);
    assertThat(effects).hasSize(1);
    assertThat(world.story("e1")).endsWith(DecisionKind.CONFLICT);
  }

  @Test
  void theSourceMayRefuseTheSameIdWithAnotherBody() {
    WebhookGuard guard =
        world.source(source -> source.conflict(Source.ConflictPolicy.REFUSE)).node(handler);
    world.deliver(guard, PAID);

    assertThat(world.deliver(guard, "e1|paid|-|0|other text").status()).isEqualTo(409);
    assertThat(world.deliver(guard, PAID).status()).isEqualTo(200);
  }

  @Test
  void anEventThatNobodyHandlesIsRecordedAndIgnored() {
    WebhookGuard guard = world.builder().handler(World.SHOP, "order.*", handler).build();
    guard.start();

    assertThat(world.deliver(guard, PAID).status()).isEqualTo(200);

    assertThat(effects).isEmpty();
    assertThat(((Status.Complete) world.event("e1").status()).how()).isEqualTo(Completion.IGNORED);
    assertThat(world.ledger("e1").get(0).detail()).containsIgnoringCase("unhandled");
  }

  @Test
  void anEventOfTheOtherModeIsRecordedAndIgnored() {
    WebhookGuard guard = world.node(handler);

    assertThat(world.deliver(guard, StubAdapter.event("e1", "test.paid")).status()).isEqualTo(200);

    assertThat(effects).isEmpty();
    assertThat(world.ledger("e1").get(0).detail()).containsIgnoringCase("livemode");
  }

  @Test
  void eachConsumerThatTakesTheTypeGetsTheEvent() {
    WebhookGuard guard =
        world
            .builder()
            .handler(World.SHOP, "billing", "paid", handler)
            .handler(World.SHOP, "mail", "*", handler)
            .handler(World.SHOP, "stock", "shipped", handler)
            .build();
    guard.start();

    ProviderResponse answer = world.deliver(guard, PAID);

    assertThat(effects).containsExactlyInAnyOrder("billing:e1", "mail:e1");
    assertThat(body(answer)).isEqualTo("{\"event\":\"e1\",\"status\":\"accepted\"}");
    assertThat(world.memory.events().find(new EventKey(new Route("shop", "stock"), "", "e1")))
        .isEmpty();
  }

  @Test
  void oneConsumersTroubleIsNotTheOthers() {
    WebhookGuard guard =
        world
            .builder()
            .handler(World.SHOP, "billing", "paid", handler)
            .handler(
                World.SHOP,
                "mail",
                "paid",
                context -> {
                  throw new IllegalStateException("no mail today");
                })
            .build();
    guard.start();

    world.deliver(guard, PAID);

    assertThat(effects).containsExactly("billing:e1");
    EventKey mail = new EventKey(new Route("shop", "mail"), "", "e1");
    assertThat(world.memory.events().find(mail).orElseThrow().state())
        .isEqualTo(EventState.PENDING);
  }

  @Test
  void severalEventsOfOneRequestAreAnsweredInTheirOrder() {
    WebhookGuard guard = world.node(handler);
    world.deliver(guard, StubAdapter.event("e2", "paid"));

    ProviderResponse answer =
        world.deliver(guard, PAID, StubAdapter.event("e2", "paid"), StubAdapter.event("e3", "x"));

    assertThat(body(answer))
        .isEqualTo(
            "[{\"event\":\"e1\",\"status\":\"accepted\"},"
                + "{\"event\":\"e2\",\"status\":\"duplicate\"},"
                + "{\"event\":\"e3\",\"status\":\"accepted\"}]");
    assertThat(effects).containsExactly("main:e2", "main:e1", "main:e3");
  }

  @Test
  void anEventThatStandsTwiceInOneRequestRunsOnce() {
    WebhookGuard guard = world.source(s -> s.mode(Source.Mode.INLINE)).node(handler);

    ProviderResponse answer = world.deliver(guard, PAID, PAID, "e1|paid|-|0|other");
    world.advance(Duration.ofSeconds(1));

    assertThat(answer.status()).isEqualTo(200);
    assertThat(effects).containsExactly("main:e1");
    assertThat(world.story("e1")).contains(DecisionKind.DUPLICATE, DecisionKind.CONFLICT);
  }

  @Test
  void whatAHandlerReturnsIsKept() {
    WebhookGuard guard = world.node(context -> Response.of(202, "text/plain", new byte[] {1}));

    world.deliver(guard, PAID);

    Response kept = ((Status.Complete) world.event("e1").status()).response();
    assertThat(kept.status()).isEqualTo(202);
  }

  @Test
  void nothingReturnedIsAResultToo() {
    WebhookGuard guard = world.node(DeferredIntakeTest::returnsNothing);

    world.deliver(guard, PAID);

    assertThat(((Status.Complete) world.event("e1").status()).response()).isEqualTo(Response.EMPTY);
  }

  /** As code does that was compiled without null checks. */
  @SuppressWarnings("NullAway")
  private static Response returnsNothing(HandlerContext context) {
    return null;
  }
}
