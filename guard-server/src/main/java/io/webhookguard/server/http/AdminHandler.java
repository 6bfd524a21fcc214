package io.webhookguard.server.http;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.webhookguard.api.event.Payload;
import io.webhookguard.api.provider.ProviderResponse;
import io.webhookguard.core.Readiness;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Health and metrics: {@code /health/live} says that the process answers, {@code /health/ready}
 * whether it can do its work and if not why, {@code /metrics} what it has done so far.
 */
final class AdminHandler extends Handler.Abstract {

  private static final String METRICS_TYPE = "text/plain; version=0.0.4; charset=utf-8";

  private final Supplier<Readiness> readiness;
  private final Supplier<String> metrics;

  AdminHandler(Supplier<Readiness> readiness, Supplier<String> metrics) {
    this.readiness = readiness;
    this.metrics = metrics;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    JsonErrors.write(answer(request), response, callback);
    return true;
  }

  private ProviderResponse answer(Request request) {
    String path = Request.getPathInContext(request);
    if (!Set.of("/health/live", "/health/ready", "/metrics").contains(path)) {
      return JsonErrors.answerTo(404);
    }
    if (!Set.of("GET", "HEAD").contains(request.getMethod())) {
      return JsonErrors.answerTo(405).header("Allow", "GET, HEAD");
    }
    return switch (path) {
      case "/health/live" -> ProviderResponse.json(200, "{\"status\":\"live\"}");
      case "/health/ready" -> ready(readiness.get());
      default -> text(metrics.get());
    };
  }

  private static ProviderResponse ready(Readiness now) {
    String reasons =
        now.problems().stream()
            .map(problem -> "\"" + escape(problem) + "\"")
            .collect(Collectors.joining(",", "[", "]"));
    String status = now.ready() ? "ready" : "not ready";
    return ProviderResponse.json(
        now.ready() ? 200 : 503, "{\"status\":\"" + status + "\",\"reasons\":" + reasons + "}");
  }

  private static String escape(String text) {
    return new String(JsonStringEncoder.getInstance().quoteAsString(text));
  }

  private static ProviderResponse text(String body) {
    return new ProviderResponse(
        200, Map.of(), Payload.of(METRICS_TYPE, body.getBytes(StandardCharsets.UTF_8)));
  }
}
