package io.webhookguard.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.ObservationView;
import io.micrometer.observation.transport.ReceiverContext;
import io.micrometer.observation.transport.SenderContext;
import io.webhookguard.api.event.EventState;
import io.webhookguard.api.event.Problem;
import io.webhookguard.api.provider.Headers;
import io.webhookguard.api.provider.RawRequest;
import io.webhookguard.core.handler.Handler;
import io.webhookguard.core.handler.HandlerContext;
import io.webhookguard.core.handler.RetryableFailure;
import io.webhookguard.core.metrics.GuardObservations;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** A trace goes on from a delivery to the attempts of its events. */
final class TracingTest {

  private static final String PARENT = "traceparent";

  private final World world = new World();
  private final List<String> story = new ArrayList<>();

  /** Does what a tracer does, with names that a test can read. */
  private final class Tracer implements ObservationHandler<Observation.Context> {

    private final Map<Observation.ContextView, String> spans = new HashMap<>();
    private int spansMade;

    @Override
    public void onStart(Observation.Context context) {
      String parent = parentOf(context);
      String span = parent + "/" + context.getName() + ++spansMade;
      spans.put(context, span);
      story.add("start " + span);
      if (context instanceof SenderContext<?> sender) {
        write(sender, span);
      }
    }

    private <C> void write(SenderContext<C> sender, String span) {
      sender.getSetter().set(sender.getCarrier(), PARENT, span);
    }

    private String parentOf(Observation.Context context) {
      if (context instanceof ReceiverContext<?> receiver) {
        return read(receiver);
      }
      ObservationView parent = context.getParentObservation();
      return parent == null ? "root" : spans.getOrDefault(parent.getContextView(), "unknown");
    }

    private static <C> String read(ReceiverContext<C> receiver) {
      return String.valueOf(
          receiver.getGetter().get(Objects.requireNonNull(receiver.getCarrier()), PARENT));
    }

    @Override
    public void onStop(Observation.Context context) {
      story.add("stop " + spans.get(context) + " " + context.getLowCardinalityKeyValues());
    }

    @Override
    public boolean supportsContext(Observation.Context context) {
      return true;
    }
  }

  private WebhookGuard node(GuardTracing tracing, Handler handler) {
    WebhookGuard guard = world.builder().tracing(tracing).handler(World.SHOP, "*", handler).build();
    guard.start();
    world.time.settleDown();
    return guard;
  }

  private static RawRequest traced(RawRequest request) {
    Map<String, List<String>> headers = new HashMap<>(request.headers().asMap());
    headers.put(PARENT, List.of("provider"));
    return RawRequest.of(request.method(), request.url(), Headers.of(headers), request.body());
  }

  @Test
  void everyAttemptContinuesFromTheDelivery() {
    ObservationRegistry registry = ObservationRegistry.create();
    registry.observationConfig().observationHandler(new Tracer());
    List<Boolean> inScope = new ArrayList<>();
    WebhookGuard guard =
        node(
            new GuardObservations(registry),
            Handler.of(
                context -> {
                  inScope.add(registry.getCurrentObservation() != null);
                  if (context.attempt() == 1) {
                    throw new RetryableFailure(Problem.of("http-503"));
                  }
                }));

    guard.receive(World.SHOP, traced(StubAdapter.request(StubAdapter.event("e1", "paid"))));
    world.time.settleDown();
    world.advance(Duration.ofMinutes(1));

    assertThat(world.state("e1")).isEqualTo(EventState.COMPLETE);
    String admission = "provider/guard.delivery1/guard.admission2";
    assertThat(story)
        .contains(
            "start provider/guard.delivery1",
            "start " + admission,
            "start " + admission + "/guard.attempt3",
            "start " + admission + "/guard.attempt4");
    assertThat(story)
        .anyMatch(line -> line.startsWith("stop ") && line.contains("ending=retryable"))
        .anyMatch(line -> line.startsWith("stop ") && line.contains("ending=succeeded"))
        .anyMatch(
            line -> line.startsWith("stop provider/guard.delivery1 ") && line.contains("200"));
    assertThat(inScope).containsExactly(true, true);
    assertThat(registry.getCurrentObservation()).isNull();
  }

  @Test
  void aStrangersRequestBelongsToNoTrace() {
    ObservationRegistry registry = ObservationRegistry.create();
    registry.observationConfig().observationHandler(new Tracer());
    WebhookGuard guard = node(new GuardObservations(registry), Handler.of(context -> {}));

    guard.receive(World.SHOP, traced(StubAdapter.signed("another secret", "e1|paid|-|0|text")));
    world.time.settleDown();

    assertThat(story).isEmpty();
  }

  @Test
  void aTracerThatThrowsChangesNothing() {
    GuardTracing broken =
        new GuardTracing() {
          @Override
          public Delivered delivered(String source, Headers headers) {
            throw new IllegalStateException("broken");
          }

          @Override
          public Attempted attempted(HandlerContext context) {
            return how -> {
              throw new IllegalStateException("broken");
            };
          }
        };
    WebhookGuard guard = node(broken, Handler.of(context -> {}));

    assertThat(world.deliver(guard, StubAdapter.event("e1", "paid")).status()).isEqualTo(200);
    assertThat(world.state("e1")).isEqualTo(EventState.COMPLETE);
  }
}
