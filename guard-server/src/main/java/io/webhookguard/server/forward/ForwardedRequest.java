package io.webhookguard.server.forward;

import io.webhookguard.core.handler.HandlerContext;
import java.net.URI;
import java.net.http.HttpRequest;

/** The request that a destination gets: the provider's raw body, and headers about the event. */
final class ForwardedRequest {

  private static final String USER_AGENT = "webhook-guard";

  private ForwardedRequest() {}

  static HttpRequest of(URI url, HandlerContext context, OnceBody body) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(url)
            .POST(body)
            .header("User-Agent", USER_AGENT)
            .header("Idempotency-Key", context.idempotencyKey())
            .header("Guard-Source", context.key().route().source())
            .header("Guard-Consumer", context.key().route().consumer())
            .header("Guard-Event-Id", HeaderText.of(context.key().eventId()))
            .header("Guard-Event-Type", HeaderText.of(context.type()))
            .header("Guard-Attempt", Integer.toString(context.attempt()))
            .header("Guard-Generation", Integer.toString(context.generation()))
            .header("Guard-Fencing-Token", context.fencingToken().toString());
    if (!context.lane().isNone()) {
      request.header("Guard-Lane", HeaderText.of(context.lane().text()));
    }
    if (context.inDoubt()) {
      request.header("Guard-In-Doubt", "true");
    }
    if (!context.payload().contentType().isEmpty()) {
      request.header("Content-Type", context.payload().contentType());
    }
    return request.build();
  }
}
