package io.webhookguard.server.send;

import io.webhookguard.adapter.stripe.StripeAdapter;
import io.webhookguard.api.event.Payload;
import io.webhookguard.api.provider.Headers;
import io.webhookguard.api.provider.RawRequest;
import io.webhookguard.api.provider.Secrets;
import io.webhookguard.api.provider.Verification;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;

/** An endpoint that verifies what it gets by the real adapter and answers as it is told. */
final class Endpoint implements AutoCloseable {

  static final String SECRET = "whsec_for_tests_of_the_sender";

  /** In place of a status: the connection ends without an answer. */
  static final int HANG_UP = 0;

  /**
   * One request.
   *
   * @param eventId the verified event
   * @param arrived when it came, in steps of this endpoint
   * @param answered when its answer went out, in the same steps
   */
  record Visit(String eventId, int arrived, int answered, int status) {}

  private final Server server = new Server();
  private final ServerConnector connector = new ServerConnector(server, 1, 1);
  private final StripeAdapter adapter = StripeAdapter.withDefaults();
  private final List<Visit> visits = new ArrayList<>();
  private final ToIntFunction<String> statusOf;
  private int steps;

  /** Starts an endpoint; {@code statusOf} decides by the event's id. */
  Endpoint(ToIntFunction<String> statusOf) throws IOException {
    this.statusOf = statusOf;
    connector.setHost("127.0.0.1");
    server.addConnector(connector);
    server.setHandler(new Verifying());
    try {
      server.start();
    } catch (Exception e) {
      throw new IOException(e);
    }
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + connector.getLocalPort() + "/in/stripe");
  }

  synchronized List<Visit> visits() {
    return List.copyOf(visits);
  }

  @Override
  public void close() {
    try {
      server.stop();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private synchronized int step() {
    return ++steps;
  }

  private final class Verifying extends Handler.Abstract {
    @Override
    public boolean handle(Request request, Response response, Callback callback) {
      int arrived = step();
      Verification verification =
          adapter.verify(raw(request), Secrets.of(SECRET), InstantSource.system());
      if (verification instanceof Verification.Verified verified) {
        String id = verified.events().get(0).eventId();
        int status = statusOf.applyAsInt(id);
        synchronized (Endpoint.this) {
          visits.add(new Visit(id, arrived, step(), status));
        }
        if (status == HANG_UP) {
          request.getConnectionMetaData().getConnection().getEndPoint().close();
        } else {
          response.setStatus(status);
        }
      } else {
        response.setStatus(401);
      }
      callback.succeeded();
      return true;
    }

    private RawRequest raw(Request request) {
      Map<String, List<String>> lines =
          request.getHeaders().stream()
              .collect(
                  Collectors.groupingBy(
                      HttpField::getName,
                      Collectors.mapping(HttpField::getValue, Collectors.toList())));
      try {
        byte[] body = Content.Source.asInputStream(request).readAllBytes();
        Payload payload = Payload.of("application/json", body);
        return RawRequest.of("POST", url().toString(), Headers.of(lines), payload);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
