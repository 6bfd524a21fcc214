package io.webhookguard.servlet;

import io.webhookguard.api.event.Payload;
import io.webhookguard.api.provider.ProviderResponse;
import io.webhookguard.api.provider.RawRequest;
import io.webhookguard.api.provider.Rejection;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One request from the start of its body to the end of its answer, without a thread of its own.
 *
 * <p>The body's end, its limit, the two deadlines, a broken connection and the guard all want to
 * answer, on different threads. Whoever sets {@link #answered} first does, and the others find
 * nothing left to do.
 */
final class Delivery implements ReadListener {

  private static final Logger LOG = LoggerFactory.getLogger(GuardServlet.class);

  private final Intake intake;
  private final String source;
  private final RequestHead head;
  private final AsyncContext async;
  private final BoundedBody body;
  private final AtomicBoolean answered = new AtomicBoolean();
  private final AtomicBoolean bodyEnded = new AtomicBoolean();
  private final AtomicReference<@Nullable Future<?>> deadline = new AtomicReference<>();

  private @Nullable ServletInputStream input;

  Delivery(Intake intake, String source, RequestHead head, int maxBodyBytes, AsyncContext async) {
    this.intake = intake;
    this.source = source;
    this.head = head;
    this.async = async;
    this.body = new BoundedBody(maxBodyBytes);
  }

  void start(ScheduledExecutorService timer, FrontLimits limits) throws IOException {
    async.setTimeout(0); // both deadlines are our own
    long bodyMillis = limits.bodyDeadline().toMillis();
    long answerMillis = limits.answerDeadline().toMillis();
    try {
      deadline.set(
          timer.schedule(
              () -> bodyDeadlinePassed(timer, answerMillis), bodyMillis, TimeUnit.MILLISECONDS));
    } catch (RejectedExecutionException e) {
      answer(Answers.unavailable(), true); // the servlet is being taken out of service
      return;
    }
    ServletInputStream stream = async.getRequest().getInputStream();
    input = stream;
    stream.setReadListener(this);
  }

  /** One timer serves both deadlines: few requests live long enough to need the second. */
  private void bodyDeadlinePassed(ScheduledExecutorService timer, long answerMillis) {
    if (!bodyEnded.get()) {
      refuse(Rejection.TIMEOUT);
      return;
    }
    try {
      deadline.set(
          timer.schedule(
              () -> answer(Answers.unavailable(), false), answerMillis, TimeUnit.MILLISECONDS));
    } catch (RejectedExecutionException e) {
      answer(Answers.unavailable(), true);
    }
  }

  @Override
  public void onDataAvailable() throws IOException {
    ServletInputStream stream = input;
    while (stream != null && !answered.get() && stream.isReady()) {
      if (!body.readFrom(stream)) {
        return;
      }
      if (body.isOver()) {
        refuse(Rejection.TOO_LARGE);
        return;
      }
    }
  }

  @Override
  public void onAllDataRead() {
    if (answered.get() || !bodyEnded.compareAndSet(false, true)) {
      return;
    }
    Payload payload = Payload.of(head.contentType(), body.toByteArray());
    body.discard();
    RawRequest request = RawRequest.of(head.method(), head.url(), head.headers(), payload);
    try {
      intake.receive(source, request).whenComplete(this::received);
    } catch (RuntimeException | StackOverflowError e) {
      received(null, e);
    }
  }

  private void received(@Nullable ProviderResponse answer, @Nullable Throwable failure) {
    if (answer != null) {
      answer(answer, false);
      return;
    }
    // The failure's message and frames may quote the request: its type and origin must do.
    LOG.error("source {}: the guard failed to answer: {}", source, originOf(failure));
    answer(Answers.unavailable(), false);
  }

  private static String originOf(@Nullable Throwable failure) {
    if (failure == null) {
      return "no answer";
    }
    Throwable root = failure;
    for (int depth = 0; depth < 20 && root.getCause() != null; depth++) {
      root = root.getCause();
    }
    StackTraceElement[] frames = root.getStackTrace();
    return root.getClass().getName() + (frames.length == 0 ? "" : " at " + frames[0]);
  }

  @Override
  public void onError(Throwable failure) {
    if (bodyEnded.get()) {
      return; // the guard has the request, and its answer finds the connection as it is
    }
    refuse(isTimeout(failure) ? Rejection.TIMEOUT : Rejection.HTTP);
  }

  private static boolean isTimeout(Throwable failure) {
    return failure instanceof TimeoutException || failure.getCause() instanceof TimeoutException;
  }

  private void refuse(Rejection reason) {
    if (isFirstToAnswer()) {
      send(intake.refuse(source, reason), true);
    }
  }

  private void answer(ProviderResponse answer, boolean close) {
    if (isFirstToAnswer()) {
      send(answer, close);
    }
  }

  private boolean isFirstToAnswer() {
    if (!answered.compareAndSet(false, true)) {
      return false;
    }
    Future<?> pending = deadline.get();
    if (pending != null) {
      pending.cancel(false);
    }
    return true;
  }

  private void send(ProviderResponse answer, boolean close) {
    try {
      write(answer, close);
    } catch (IOException | IllegalStateException e) {
      LOG.debug("source {}: the sender has gone: {}", source, e.getClass().getName());
      complete();
    }
  }

  private void write(ProviderResponse answer, boolean close) throws IOException {
    HttpServletResponse response = (HttpServletResponse) async.getResponse();
    Answers.head(answer, close, response);
    if (answer.body().size() == 0) {
      complete();
      return;
    }
    ServletOutputStream output = response.getOutputStream();
    output.setWriteListener(new Writer(output, answer.body().toByteArray()));
  }

  private void complete() {
    try {
      async.complete();
    } catch (IllegalStateException e) {
      LOG.debug("source {}: the exchange was over already", source);
    }
  }

  /** Writes one array without waiting for a slow reader. */
  private final class Writer implements WriteListener {

    private final ServletOutputStream output;
    private final byte[] bytes;
    private boolean written;

    Writer(ServletOutputStream output, byte[] bytes) {
      this.output = output;
      this.bytes = bytes;
    }

    @Override
    public void onWritePossible() throws IOException {
      while (output.isReady()) {
        if (written) {
          complete();
          return;
        }
        written = true;
        output.write(bytes);
      }
    }

    @Override
    public void onError(Throwable failure) {
      LOG.debug("source {}: the sender has gone: {}", source, failure.getClass().getName());
      complete();
    }
  }
}
