package io.webhookguard.core;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.read.ListAppender;
import io.webhookguard.api.event.Response;
import io.webhookguard.core.handler.HandlerContext;
import io.webhookguard.core.handler.InDoubt;
import io.webhookguard.core.handler.RunPolicy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Nothing that came from outside in confidence leaves through a log line, a text or the ledger. */
final class SilenceTest {

  private static final String PRIVATE = "4242-4242";
  private static final String EVENT = "e1|paid|-|0|" + PRIVATE;

  private final World world = new World();
  private final Logger logger = (Logger) LoggerFactory.getLogger("io.webhookguard");
  private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

  @BeforeEach
  void listen() {
    lines.start();
    logger.setLevel(Level.TRACE);
    logger.addAppender(lines);
  }

  @AfterEach
  void stopListening() {
    logger.detachAppender(lines);
    logger.setLevel(null);
  }

  private List<String> said() {
    return lines.list.stream()
        .map(
            line ->
                line.getFormattedMessage()
                    + (line.getThrowableProxy() == null
                        ? ""
                        : ThrowableProxyUtil.asString(line.getThrowableProxy())))
        .toList();
  }

  @Test
  void neitherPayloadNorSecretNorAnUnknownMessageIsWritten() {
    List<HandlerContext> contexts = new ArrayList<>();
    WebhookGuard guard =
        world.node(
            context -> {
              contexts.add(context);
              if (context.attempt() == 1) {
                throw new IllegalStateException("cannot parse " + PRIVATE);
              }
              return Response.of(200, "", PRIVATE.getBytes(StandardCharsets.UTF_8));
            });
    world.deliver(guard, EVENT);
    world.deliver(guard, EVENT);
    guard.receive(World.SHOP, StubAdapter.signed("wrong-" + StubAdapter.SECRET, EVENT));
    world.advance(Duration.ofMinutes(2));

    assertThat(said()).isNotEmpty().noneMatch(line -> line.contains(PRIVATE));
    assertThat(said()).noneMatch(line -> line.contains(StubAdapter.SECRET));
    assertThat(world.memory.ledger().scan(0, 500).toString()).doesNotContain(PRIVATE);
    assertThat(world.event("e1").toString()).doesNotContain(PRIVATE);
    assertThat(guard.explain(World.SHOP, "e1").toString()).doesNotContain(PRIVATE);
    assertThat(contexts.toString()).doesNotContain(PRIVATE);
    assertThat(guard.sources().toString()).isEqualTo("[Source[shop]]");
  }

  @Test
  void aFloodOfForgedRequestsIsAFewLinesAMinute() {
    WebhookGuard guard = world.node(context -> Response.EMPTY);
    for (int i = 0; i < 1_000; i++) {
      guard.receive(World.SHOP, StubAdapter.signed("a-forged-secret-of-that-size", EVENT));
    }

    assertThat(said().stream().filter(line -> line.contains("sig_mismatch"))).hasSize(5);
  }

  @Test
  void whatAStrangerWritesCannotBreakALogLine() {
    WebhookGuard guard = world.node(context -> Response.EMPTY);

    guard.receive("evil\r\nERROR all is lost\u2028", StubAdapter.request(EVENT));

    assertThat(said()).noneMatch(line -> line.contains("\n") || line.contains("\u2028"));
    assertThat(said()).anyMatch(line -> line.contains("evil??ERROR"));
  }

  @Test
  void aLostLeaseIsSaidOnceWithKeyAndToken() {
    RunPolicy parking = RunPolicy.DEFAULT.withInDoubt(InDoubt.PARK);
    WebhookGuard sleeper =
        world.node(
            parking,
            context -> {
              world.processes.get(0).pause();
              world.advance(World.LEASE.plusSeconds(5));
              world.processes.get(0).resume();
              return Response.EMPTY;
            });
    world.node(parking, context -> Response.EMPTY);
    world.deliver(sleeper, EVENT);
    world.advance(Duration.ofMinutes(1));

    assertThat(said().stream().filter(line -> line.contains("superseded")))
        .singleElement()
        .asString()
        .contains("shop/main/-/e1", "token 1")
        .containsPattern("by token \\d+");
  }
}
