package io.webhookguard.examples;

import io.webhookguard.adapter.stripe.StripeAdapter;
import io.webhookguard.api.event.Problem;
import io.webhookguard.api.event.Response;
import io.webhookguard.api.provider.Secrets;
import io.webhookguard.core.Source;
import io.webhookguard.core.handler.Handler;
import io.webhookguard.core.handler.NotStartedFailure;
import io.webhookguard.core.handler.PermanentFailure;
import io.webhookguard.core.handler.RetryableFailure;
import io.webhookguard.core.handler.UnknownOutcomeFailure;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** Invoices are booked by another service, and the handler says how each call to it ended. */
final class BookByHttp {

  private BookByHttp() {}

  /** A handler that calls a service which honours the key. */
  static Handler calling(HttpClient http, URI service) {
    // guide: endings-begin
    return event -> {
      HttpRequest booking =
          HttpRequest.newBuilder(service)
              .timeout(Duration.ofSeconds(10))
              .header("Idempotency-Key", event.idempotencyKey())
              .POST(HttpRequest.BodyPublishers.ofByteArray(event.payload().toByteArray()))
              .build();
      int status;
      try {
        status = http.send(booking, HttpResponse.BodyHandlers.discarding()).statusCode();
      } catch (ConnectException e) { // nobody has seen the request
        throw new NotStartedFailure(Problem.of("no-connection"), Duration.ZERO);
      } catch (IOException e) { // it was sent, and may have been booked
        throw new UnknownOutcomeFailure(Problem.of("no-answer"));
      }
      if (status >= 500) {
        throw new RetryableFailure(Problem.of("http-" + status));
      }
      if (status >= 300) {
        throw new PermanentFailure(new Problem("http-" + status, "the books refuse this invoice"));
      }
      return Response.EMPTY;
    };
    // guide: endings-end
  }

  /** A source whose provider is told of failures. */
  static Source source() {
    // guide: inline-failure-begin
    return Source.named("stripe-live", StripeAdapter.withDefaults())
        .secrets(Secrets.of(ChargeOnce.SECRET))
        .mode(Source.Mode.INLINE)
        .inlineFailure(Source.InlineFailure.PROPAGATE) // 500 in place of 200
        .build();
    // guide: inline-failure-end
  }
}
