package io.webhookguard.server.http;

import io.webhookguard.api.provider.Disposition;
import io.webhookguard.api.provider.ProviderResponse;
import io.webhookguard.api.provider.Rejection;
import io.webhookguard.api.provider.StandardResponses;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Stream;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Words the errors that the HTTP server finds by itself, as the guard words its own.
 *
 * <p>Nothing of the request and nothing of an exception is in the answer. What went wrong inside is
 * 503 to the sender, so that it delivers again.
 */
final class JsonErrors implements Request.Handler {

  /** Transfer codings and versions that do not exist: no later delivery would be any better. */
  private static final Set<Integer> SENDERS_FAULT = Set.of(501, 505);

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    ProviderResponse answer = answerTo(response.getStatus());
    write(answer, response, callback);
    return true;
  }

  /** The answer to a request that ended with this status. */
  static ProviderResponse answerTo(int status) {
    if (status >= 500 && !SENDERS_FAULT.contains(status)) {
      return StandardResponses.to(new Disposition.Unavailable(Duration.ofSeconds(5)));
    }
    return Stream.of(Rejection.values())
        .filter(reason -> reason.status() == status)
        .findFirst()
        .map(reason -> StandardResponses.to(new Disposition.Refused(reason)))
        .orElseGet(() -> StandardResponses.to(new Disposition.Refused(Rejection.HTTP)));
  }

  /** Writes an answer. */
  static void write(ProviderResponse answer, Response response, Callback callback) {
    response.setStatus(answer.status());
    answer.headers().forEach((name, value) -> response.getHeaders().put(name, value));
    if (answer.status() >= 400) {
      response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
    }
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, answer.body().contentType());
    response.write(true, ByteBuffer.wrap(answer.body().toByteArray()), callback);
  }
}
