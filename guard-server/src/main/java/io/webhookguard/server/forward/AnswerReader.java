package io.webhookguard.server.forward;

import io.webhookguard.api.event.Response;
import io.webhookguard.api.event.Sha256;
import java.io.ByteArrayOutputStream;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/**
 * Takes a destination's answer: its head as soon as it is there, and of its body no more than is
 * worth keeping.
 *
 * <p>The head decides what came of an attempt, so it counts even if the body never ends. A body
 * above {@value Response#MAX_BODY_BYTES} bytes leaves its digest; one above {@value
 * #MAX_READ_BYTES} is not read further, and its digest is that of the part that was read.
 */
final class AnswerReader implements HttpResponse.BodyHandler<Void> {

  static final int MAX_READ_BYTES = 1024 * 1024;

  private static final int MAX_CONTENT_TYPE_CHARS = 255;

  private final MessageDigest digest = newDigest();
  private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
  private long read;
  private boolean closed;
  private volatile HttpResponse.@Nullable ResponseInfo head;

  private static MessageDigest newDigest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  @Override
  public HttpResponse.BodySubscriber<Void> apply(HttpResponse.ResponseInfo info) {
    head = info;
    return new Body();
  }

  /** The status, once it is known. */
  Optional<Integer> status() {
    return Optional.ofNullable(head).map(HttpResponse.ResponseInfo::statusCode);
  }

  /** The first value of a header, once it is known. */
  Optional<String> header(String name) {
    return Optional.ofNullable(head).flatMap(info -> info.headers().firstValue(name));
  }

  /** The answer with what was read of its body. Nothing is taken in after that. */
  synchronized Response response(int status) {
    closed = true;
    String contentType = header("content-type").filter(AnswerReader::canBeKept).orElse("");
    return read <= Response.MAX_BODY_BYTES
        ? Response.of(status, contentType, kept.toByteArray())
        : Response.withoutBody(status, contentType, Sha256.ofDigest(digest.digest()));
  }

  private static boolean canBeKept(String contentType) {
    return contentType.length() <= MAX_CONTENT_TYPE_CHARS
        && contentType.chars().allMatch(c -> c >= ' ' && c <= '~');
  }

  /** Returns whether more is wanted. */
  private synchronized boolean take(List<ByteBuffer> parts) {
    for (ByteBuffer part : parts) {
      if (closed || read >= MAX_READ_BYTES) {
        return false;
      }
      byte[] bytes = new byte[(int) Math.min(part.remaining(), MAX_READ_BYTES - read)];
      part.get(bytes);
      digest.update(bytes);
      read += bytes.length;
      if (read <= Response.MAX_BODY_BYTES) {
        kept.writeBytes(bytes);
      } else {
        kept.reset();
      }
    }
    return true;
  }

  private final class Body implements HttpResponse.BodySubscriber<Void> {

    private final CompletableFuture<Void> done = new CompletableFuture<>();
    private Flow.@Nullable Subscription subscription;

    @Override
    public CompletionStage<Void> getBody() {
      return done;
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
      subscription = given;
      given.request(1);
    }

    @Override
    public void onNext(List<ByteBuffer> parts) {
      Flow.Subscription source = subscription;
      if (source == null) {
        return;
      }
      if (take(parts)) {
        source.request(1);
      } else {
        source.cancel();
        done.complete(null);
      }
    }

    @Override
    public void onError(Throwable failure) {
      done.completeExceptionally(failure);
    }

    @Override
    public void onComplete() {
      done.complete(null);
    }
  }
}
