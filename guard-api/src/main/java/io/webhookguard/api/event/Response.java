package io.webhookguard.api.event;

import java.util.Arrays;
import java.util.Optional;

/**
 * What a handler answered, kept so that a duplicate can be answered the same way.
 *
 * <p>Bodies are kept up to {@value #MAX_BODY_BYTES} bytes; of a larger one only size and digest
 * stay. Immutable; the body never appears in {@link #toString}.
 */
public final class Response {

  /** The largest body that is kept, in bytes. */
  public static final int MAX_BODY_BYTES = 64 * 1024;

  /** A handler that had nothing to say: status 200, no body. That too is a result. */
  public static final Response EMPTY = of(200, "", new byte[0]);

  private final int status;
  private final String contentType;
  private final byte[] body;
  private final boolean bodyKept;
  private final Sha256 bodySha256;

  private Response(
      int status, String contentType, byte[] body, boolean bodyKept, Sha256 bodySha256) {
    if (status < 100 || status > 599) {
      throw new IllegalArgumentException("an HTTP status is 100 to 599, got " + status);
    }
    if (contentType.length() > Payload.MAX_CONTENT_TYPE_CHARS) {
      throw new IllegalArgumentException("the content type of a response is too long");
    }
    this.status = status;
    this.contentType = contentType;
    this.body = body;
    this.bodyKept = bodyKept;
    this.bodySha256 = bodySha256;
  }

  /** A response with this body; a body above {@value #MAX_BODY_BYTES} bytes leaves its digest. */
  public static Response of(int status, String contentType, byte[] body) {
    boolean kept = body.length <= MAX_BODY_BYTES;
    return new Response(
        status, contentType, kept ? body.clone() : new byte[0], kept, Sha256.of(body));
  }

  /** A response whose body was not kept: only its digest is known. */
  public static Response withoutBody(int status, String contentType, Sha256 bodySha256) {
    return new Response(status, contentType, new byte[0], false, bodySha256);
  }

  /** This response with its body left out. */
  public Response withoutBody() {
    return bodyKept ? withoutBody(status, contentType, bodySha256) : this;
  }

  /** The HTTP status, or 200 where the handler does not speak HTTP. */
  public int status() {
    return status;
  }

  /** The content type of the body, or empty. */
  public String contentType() {
    return contentType;
  }

  /** A copy of the body, or nothing when it was not kept. */
  public Optional<byte[]> body() {
    return bodyKept ? Optional.of(body.clone()) : Optional.empty();
  }

  /** The digest of the body as it was answered. */
  public Sha256 bodySha256() {
    return bodySha256;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Response that
        && status == that.status
        && contentType.equals(that.contentType)
        && bodyKept == that.bodyKept
        && bodySha256.equals(that.bodySha256)
        && Arrays.equals(body, that.body);
  }

  @Override
  public int hashCode() {
    return 31 * status + bodySha256.hashCode();
  }

  @Override
  public String toString() {
    return "Response["
        + status
        + ", "
        + (bodyKept ? body.length + " bytes" : "body not kept")
        + "]";
  }
}
