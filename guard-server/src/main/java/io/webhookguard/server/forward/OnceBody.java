package io.webhookguard.server.forward;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.nio.ByteBuffer;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A request body that is handed to the HTTP client at most once, and knows whether it was.
 *
 * <p>Two things rest on it. An HTTP client that repeats a request by itself gets no second body:
 * whether to ask again is the guard's decision. And a failure counts as "never sent" only if the
 * body was still here and is now {@link #withdraw withdrawn}, so that it cannot follow later.
 */
final class OnceBody implements HttpRequest.BodyPublisher {

  private enum State {
    HERE,
    GIVEN,
    WITHDRAWN
  }

  private final HttpRequest.BodyPublisher bytes;
  private final AtomicReference<State> state = new AtomicReference<>(State.HERE);

  OnceBody(byte[] bytes) {
    this.bytes = HttpRequest.BodyPublishers.ofByteArray(bytes);
  }

  /**
   * Keeps the body from being sent. An empty body cannot be kept: the client does not ask for it.
   *
   * @return whether that came in time: not one byte of it was handed out, nor will be
   */
  boolean withdraw() {
    return state.compareAndSet(State.HERE, State.WITHDRAWN) || state.get() == State.WITHDRAWN;
  }

  @Override
  public long contentLength() {
    return bytes.contentLength();
  }

  @Override
  public void subscribe(Flow.Subscriber<? super ByteBuffer> subscriber) {
    if (state.compareAndSet(State.HERE, State.GIVEN)) {
      bytes.subscribe(subscriber);
      return;
    }
    subscriber.onSubscribe(new Nothing());
    subscriber.onError(new IOException("a request is sent once"));
  }

  private static final class Nothing implements Flow.Subscription {
    @Override
    public void request(long count) {}

    @Override
    public void cancel() {}
  }
}
