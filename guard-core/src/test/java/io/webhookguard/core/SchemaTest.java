package io.webhookguard.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.webhookguard.api.event.Attributes;
import io.webhookguard.api.event.EventState;
import io.webhookguard.api.event.FailureReason;
import io.webhookguard.api.event.Payload;
import io.webhookguard.api.event.Response;
import io.webhookguard.api.store.Intervention.Authority;
import io.webhookguard.core.handler.Handler;
import io.webhookguard.core.handler.Schema;
import io.webhookguard.core.handler.Subscription;
import io.webhookguard.core.handler.Upcaster;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Payloads of older versions reach their handler as the version that it reads. */
final class SchemaTest {

  private static final String PAID = StubAdapter.event("e1", "paid");

  private final World world = new World();
  private final List<String> read = new ArrayList<>();
  private final List<String> originals = new ArrayList<>();

  private static Upcaster append(String what) {
    return older ->
        Payload.of(older.contentType(), (text(older) + what).getBytes(StandardCharsets.UTF_8));
  }

  private static String text(Payload payload) {
    return new String(payload.toByteArray(), StandardCharsets.UTF_8);
  }

  private WebhookGuard node(Schema schema) {
    Handler handler =
        context -> {
          read.add(text(context.payload()));
          originals.add(text(context.original()));
          return Response.EMPTY;
        };
    WebhookGuard guard =
        world
            .builder()
            .subscription(Subscription.of(World.SHOP, "*", handler).reading(schema))
            .build();
    guard.start();
    world.time.settleDown();
    return guard;
  }

  @Test
  void whatIsReadIsUpcastAndWhatIsStoredStays() {
    WebhookGuard guard =
        node(Schema.reading("3").upcast("2", "3", append("+3")).upcast("", "2", append("+2")));
    world.deliver(guard, PAID);

    assertThat(read.get(0)).isEqualTo(originals.get(0) + "+2+3");
    assertThat(world.memory.events().payload(world.key("e1")).map(SchemaTest::text))
        .contains(originals.get(0));
  }

  @Test
  void aReplayReadsWithTheSchemaOfToday() {
    world.deliver(node(Schema.ANY), PAID);
    WebhookGuard newer = node(Schema.reading("2").upcast("", "2", append("+2")));
    world.processes.get(0).kill();

    newer.replay(world.key("e1"), new Authority("ann", "again"));
    world.advance(Duration.ofMinutes(1));

    assertThat(read).containsExactly(originals.get(0), originals.get(0) + "+2");
  }

  @Test
  void whatNobodyHereReadsWaitsForANodeThatDoes() {
    world.deliver(node(Schema.reading("2")), PAID);
    assertThat(world.state("e1")).isEqualTo(EventState.PENDING);
    assertThat(world.event("e1").problem().kind()).isEqualTo("no-upcaster");
    assertThat(world.event("e1").attempts()).isZero();

    node(Schema.reading("2").upcast("", "2", append("+2")));
    world.processes.get(0).kill();
    world.advance(Duration.ofMinutes(2));

    assertThat(read).hasSize(1);
    assertThat(world.state("e1")).isEqualTo(EventState.COMPLETE);
  }

  @Test
  void whatCannotBeUpcastIsADeadLetter() {
    Upcaster broken =
        older -> {
          throw new IllegalStateException("card 4242");
        };
    world.deliver(node(Schema.reading("2").upcast("", "2", broken)), PAID);

    assertThat(world.failure("e1")).isEqualTo(FailureReason.UNPARSEABLE);
    assertThat(world.event("e1").problem().detail())
        .isEqualTo("none to 2 threw IllegalStateException");
    assertThat(read).isEmpty();
  }

  @Test
  void aVersionOfThePayloadComesBeforeThatOfTheApi() {
    assertThat(Schema.versionOf(Attributes.EMPTY)).isEmpty();
    assertThat(Schema.versionOf(Attributes.of(Map.of("api-version", "a")))).isEqualTo("a");
    assertThat(Schema.versionOf(Attributes.of(Map.of("api-version", "a", "schema-version", "s"))))
        .isEqualTo("s");
  }

  @Test
  void waysDoNotRunInCirclesOrFork() {
    Schema circle = Schema.reading("9").upcast("1", "2", append("")).upcast("2", "1", append(""));

    assertThat(circle.wayFrom("1")).isEmpty();
    assertThat(circle.wayFrom("9")).contains(List.of());
    assertThat(Schema.ANY.wayFrom("whatever")).contains(List.of());
    assertThatThrownBy(() -> circle.upcast("1", "9", append("")))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Schema.ANY.upcast("1", "2", append("")))
        .isInstanceOf(IllegalStateException.class);
  }
}
