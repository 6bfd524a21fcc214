package io.webhookguard.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.webhookguard.api.error.ConfigurationException;
import io.webhookguard.api.event.EventState;
import io.webhookguard.api.event.Route;
import io.webhookguard.api.provider.Secrets;
import io.webhookguard.core.handler.FlowPolicy;
import io.webhookguard.core.handler.Handler;
import io.webhookguard.core.handler.RetryPolicy;
import io.webhookguard.core.handler.RunPolicy;
import io.webhookguard.core.handler.TypePattern;
import java.time.Duration;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

final class ConfigurationTest {

  private static final Handler NOTHING = Handler.of(context -> {});

  private final World world = new World();

  private static void refused(ThrowingCallable call, String... words) {
    assertThatThrownBy(call)
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContainingAll(words);
  }

  private static Source.Builder shop() {
    return Source.named("shop", new StubAdapter()).secrets(Secrets.of(StubAdapter.SECRET));
  }

  @Test
  void handlersWithoutAPolicyOfTheirOwnTakeThatOfTheirSource() {
    World world = new World().source(source -> source.policy(RunPolicy.AT_MOST_ONCE));
    Handler failing =
        context -> {
          throw new IllegalStateException("anything");
        };
    WebhookGuard guard =
        world
            .builder()
            .handler(World.SHOP, "parks", failing)
            .handler(World.SHOP, Route.MAIN_CONSUMER, "retries", failing, RunPolicy.DEFAULT)
            .build();
    guard.start();
    world.deliver(guard, StubAdapter.event("e1", "parks"), StubAdapter.event("e2", "retries"));

    assertThat(world.state("e1")).isEqualTo(EventState.FAILED);
    assertThat(world.state("e2")).isEqualTo(EventState.PENDING);
  }

  @Test
  void limitsOfARouteThatIsNotThereAreAMistake() {
    assertThatThrownBy(
            () ->
                new World()
                    .builder()
                    .handler(World.SHOP, "*", Handler.of(context -> {}))
                    .flow(new Route(World.SHOP, "mian"), FlowPolicy.NONE.withPerSecond(1))
                    .build())
        .isInstanceOf(ConfigurationException.class)
        .hasMessage("there are limits for shop/mian, which has no handler: correct its name");
  }

  @Test
  void aSourceWithoutSecretsCannotBeBuilt() {
    refused(() -> Source.named("shop", new StubAdapter()).build(), "source shop has no secrets");
  }

  @Test
  void aSourceSaysWhatIsOutOfBounds() {
    refused(() -> Source.named("Shop!", new StubAdapter()), "the name of a source");
    refused(() -> shop().maxBodyBytes(0).build(), "source shop", "max-body", "got 0");
    refused(() -> shop().duplicateStatus(302).build(), "duplicate-status", "302");
    refused(() -> shop().maxReopenings(-1).build(), "reopenings");
    refused(() -> shop().ackBudget(Duration.ofSeconds(-1)).build(), "ack-budget");
  }

  @Test
  void aSourceTakesItsBudgetFromTheProviderUnlessToldOtherwise() {
    assertThat(shop().build().ackBudget()).isEqualTo(Duration.ofSeconds(5));
    assertThat(shop().ackBudget(Duration.ofSeconds(2)).build().ackBudget())
        .isEqualTo(Duration.ofSeconds(2));
  }

  @Test
  void settingsAreCheckedAgainstEachOther() {
    Settings good = Settings.DEFAULT;

    refused(() -> good.withPoll(good.lease()), "poll", "below lease");
    refused(() -> good.withLease(Duration.ofMillis(1)), "lease is");
    refused(() -> good.withWorkers(0), "workers is 1 to");
    refused(
        () -> good.withRetention(Duration.ofDays(31), Duration.ofDays(30)),
        "dedup-horizon",
        "payload-retention");
  }

  @Test
  void theDedupHorizonCoversEveryProvidersRedeliveries() {
    Source late =
        Source.named("late", new StubAdapter(Duration.ofDays(91)))
            .secrets(Secrets.of(StubAdapter.SECRET))
            .build();

    refused(
        () -> world.builder().source(late).build(),
        "dedup-horizon",
        "PT2160H",
        "PT2184H",
        "stub",
        "late");
  }

  @Test
  void onePatternHasOneHandler() {
    refused(
        () ->
            world
                .builder()
                .handler("shop", "paid", NOTHING)
                .handler("shop", "paid", NOTHING)
                .build(),
        "shop/main",
        "two handlers for paid");
  }

  @Test
  void aHandlerNamesASourceThatIsThere() {
    refused(() -> world.builder().handler("chop", "paid", NOTHING).build(), "chop", "not there");
    refused(() -> world.builder().handler("shop", "pa*d", NOTHING), "asterisk");
    refused(() -> world.builder().source(shop().build()), "two sources named shop");
  }

  @Test
  void anInlineSourceHasOneConsumer() {
    world.source(source -> source.mode(Source.Mode.INLINE));

    refused(
        () ->
            world
                .builder()
                .handler("shop", "a", "*", NOTHING)
                .handler("shop", "b", "*", NOTHING)
                .build(),
        "inline",
        "one consumer");
  }

  @Test
  void aRequestNeverMakesMoreArrivalsThanAStoreTakesAtOnce() {
    WebhookGuard.Builder builder = world.builder();
    for (int i = 0; i < 11; i++) {
      builder.handler("shop", "consumer-" + i, "*", NOTHING);
    }

    refused(builder::build, "11 consumers", "most is 10");
  }

  @Test
  void aGuardHasAStoreAndAName() {
    refused(() -> WebhookGuard.builder().build(), "needs a store");
    refused(() -> world.builder().nodeName("").build(), "name is empty");
  }

  @Test
  void policiesSayWhatIsOutOfBounds() {
    RetryPolicy good = RetryPolicy.DEFAULT;

    assertThatThrownBy(() -> good.withAttempts(0)).hasMessageContaining("attempts");
    assertThatThrownBy(() -> good.withJitter(1.1)).hasMessageContaining("jitter");
    assertThatThrownBy(() -> good.withJitter(Double.NaN)).hasMessageContaining("jitter");
    assertThatThrownBy(() -> good.withTotal(Duration.ofDays(-1))).hasMessageContaining("total");
    assertThatThrownBy(() -> good.withDelays(Duration.ofHours(2), 3, Duration.ofHours(1)))
        .hasMessageContaining("longest delay");
    assertThatThrownBy(() -> good.withDelays(Duration.ofHours(1), 0.5, Duration.ofHours(1)))
        .hasMessageContaining("factor");
    assertThatThrownBy(() -> RunPolicy.DEFAULT.withRemoteKeyTtl(Duration.ofDays(-1)))
        .hasMessageContaining("key");
    assertThatThrownBy(() -> new TypePattern("*.paid")).hasMessageContaining("asterisk");
  }
}
