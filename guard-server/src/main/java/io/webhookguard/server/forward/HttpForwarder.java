package io.webhookguard.server.forward;

import io.webhookguard.api.event.Problem;
import io.webhookguard.api.event.Response;
import io.webhookguard.api.store.DoubtMark;
import io.webhookguard.core.handler.Handler;
import io.webhookguard.core.handler.HandlerContext;
import io.webhookguard.core.handler.NotStartedFailure;
import io.webhookguard.core.handler.PermanentFailure;
import io.webhookguard.core.handler.RetryableFailure;
import io.webhookguard.core.handler.UnknownOutcomeFailure;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import java.util.stream.Stream;
import javax.net.ssl.SSLHandshakeException;

/**
 * Forwards each event to one URL and says what is certain about the attempt.
 *
 * <h2>What counts</h2>
 *
 * <p>Once a status has arrived, it alone decides:
 *
 * <ul>
 *   <li>2xx: the effect happened.
 *   <li>502 and 504: a proxy on the way does not know, so nobody does.
 *   <li>409: somebody else is at work on the same key. The answer says nothing about earlier
 *       attempts, so their mark stays.
 *   <li>408, 423, 425, 429, any other 5xx, and 3xx, which is not followed: nothing happened, later.
 *   <li>any other 4xx: it never will.
 * </ul>
 *
 * <p>Without a status the outcome is unknown, with one exception: the connection could not be made.
 * That is believed only if the client says so <em>and</em> the body had not been handed to it (see
 * {@link OnceBody}). A kept-alive connection that broke is doubt even if the destination had closed
 * it before: what was in flight cannot be known.
 *
 * <h2>Time</h2>
 *
 * <p>One deadline covers everything from the connection to the last byte of the answer. Connecting
 * gets at most half of it, so that a destination that is away shows as such and not as doubt.
 */
public final class HttpForwarder implements Handler {

  private static final Duration LONGEST_CONNECT = Duration.ofSeconds(10);

  private final URI url;
  private final Duration timeout;
  private final HttpClient client;
  private final InstantSource clock;

  static {
    // Read once by the JDK's client. The guard alone repeats requests; and idle connections are
    // dropped before common servers do (Node.js: 5 s), since a request into a closing one is doubt.
    System.setProperty("jdk.httpclient.enableAllMethodRetry", "false");
    System.setProperty("jdk.httpclient.disableRetryConnect", "");
    System.setProperty("jdk.httpclient.keepalive.timeout", "3");
  }

  /**
   * A forwarder to this URL.
   *
   * @param timeout how long one attempt may take
   * @param executor runs the HTTP client's small tasks
   * @param clock the node's clock, for {@code Retry-After} dates
   */
  public HttpForwarder(URI url, Duration timeout, Executor executor, InstantSource clock) {
    Duration half = timeout.dividedBy(2);
    this.url = url;
    this.timeout = timeout;
    this.clock = clock;
    this.client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(half.compareTo(LONGEST_CONNECT) < 0 ? half : LONGEST_CONNECT)
            .executor(executor)
            .build();
  }

  @Override
  public Response handle(HandlerContext context) {
    OnceBody body = new OnceBody(context.payload().toByteArray());
    AnswerReader reader = new AnswerReader();
    Optional<Throwable> failure = exchange(context, body, reader);
    Optional<Integer> status = reader.status();
    if (status.isEmpty()) {
      throw withoutStatus(failure, body);
    }
    if (status.get() >= 200 && status.get() <= 299) {
      return reader.response(status.get());
    }
    throw refusal(status.get(), reader);
  }

  private Optional<Throwable> exchange(HandlerContext context, OnceBody body, AnswerReader reader) {
    CompletableFuture<?> call = client.sendAsync(ForwardedRequest.of(url, context, body), reader);
    try {
      call.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
      return Optional.empty();
    } catch (ExecutionException e) {
      return Optional.of(e);
    } catch (TimeoutException e) {
      call.cancel(true);
      return Optional.of(e);
    } catch (InterruptedException e) {
      call.cancel(true);
      Thread.currentThread().interrupt();
      return Optional.of(e);
    }
  }

  private static RuntimeException withoutStatus(Optional<Throwable> failure, OnceBody body) {
    boolean unmade = has(failure, HttpForwarder::isUnmadeConnection);
    if (unmade && body.withdraw()) {
      return new NotStartedFailure(
          new Problem("no-connection", "no connection to the destination could be made"),
          Duration.ZERO);
    }
    boolean late =
        has(failure, t -> t instanceof TimeoutException || t instanceof HttpTimeoutException);
    return new UnknownOutcomeFailure(
        late
            ? new Problem("timeout", "the destination did not answer in time")
            : new Problem("cut", "the connection ended without an answer"));
  }

  private static boolean isUnmadeConnection(Throwable failure) {
    return failure instanceof ConnectException
        || failure instanceof HttpConnectTimeoutException
        || failure instanceof UnresolvedAddressException
        || failure instanceof SSLHandshakeException;
  }

  private static boolean has(Optional<Throwable> failure, Predicate<Throwable> wanted) {
    return failure.isPresent()
        && Stream.iterate(failure.get(), t -> t != null, Throwable::getCause)
            .limit(20)
            .anyMatch(wanted);
  }

  private RuntimeException refusal(int status, AnswerReader reader) {
    Problem problem = new Problem("http-" + status, "the destination answered " + status);
    if (status < 200 || status > 599 || status == 502 || status == 504) {
      return new UnknownOutcomeFailure(problem);
    }
    if (isPermanent(status)) {
      return new PermanentFailure(problem);
    }
    Duration wait =
        reader
            .header("retry-after")
            .map(value -> RetryAfter.parse(value, clock.instant()))
            .orElse(Duration.ZERO);
    return new RetryableFailure(problem, wait, status == 409 ? DoubtMark.KEEP : DoubtMark.CLEAR);
  }

  private static boolean isPermanent(int status) {
    return switch (status) {
      case 408, 409, 423, 425, 429 -> false;
      default -> status >= 400 && status <= 499;
    };
  }
}
