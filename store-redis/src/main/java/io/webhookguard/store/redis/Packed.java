package io.webhookguard.store.redis;

import io.webhookguard.api.error.CorruptStateException;
import io.webhookguard.api.event.Attributes;
import io.webhookguard.api.event.Payload;
import io.webhookguard.api.event.Response;
import io.webhookguard.api.event.Sha256;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/**
 * What scripts keep without looking into it: payloads, results of steps, responses.
 *
 * <p>Bytes above {@value #PLAIN_BYTES} are deflated where that makes them smaller.
 */
final class Packed {

  static final int PLAIN_BYTES = 512;

  private static final int PLAIN = 0;
  private static final int DEFLATED = 1;

  /** Room for what stands beside the bytes that are packed, in most cases. */
  private static final int MARGIN = 64;

  private static final int MOST_IDLE = 8;

  /** Making one takes longer than most payloads: a quarter of a megabyte is allocated for it. */
  private static final Queue<Deflater> DEFLATERS = new ArrayBlockingQueue<>(MOST_IDLE);

  private static final Queue<Inflater> INFLATERS = new ArrayBlockingQueue<>(MOST_IDLE);

  private Packed() {}

  /** A payload with what else goes when it goes. */
  record Content(Payload payload, Attributes attributes) {}

  static byte[] pack(Payload payload, Attributes attributes) {
    byte[] encoded = attributes.encode();
    byte[] body = payload.toByteArray();
    return write(
        encoded.length + body.length + MARGIN,
        out -> {
          out.writeUTF(payload.contentType());
          writeBytes(out, encoded);
          writeBytes(out, body);
        });
  }

  static Content content(byte[] packed) {
    return read(
        packed,
        in -> {
          String contentType = in.readUTF();
          Attributes attributes = Attributes.decode(readBytes(in));
          return new Content(Payload.of(contentType, readBytes(in)), attributes);
        });
  }

  /** A response but for its body. */
  static byte[] head(Response response) {
    return write(
        MARGIN,
        out -> {
          out.writeShort(response.status());
          out.writeUTF(response.contentType());
          out.write(response.bodySha256().toByteArray());
        });
  }

  static byte[] body(Response response) {
    byte[] body = response.body().orElse(new byte[0]);
    return body.length == 0 ? body : write(body.length + MARGIN, out -> writeBytes(out, body));
  }

  static Response response(byte[] head, boolean bodyKept, byte[] body) {
    return read(
        head,
        in -> {
          int status = in.readUnsignedShort();
          String contentType = in.readUTF();
          Sha256 sha256 = Sha256.ofDigest(in.readNBytes(Sha256.BYTES));
          if (!bodyKept) {
            return Response.withoutBody(status, contentType, sha256);
          }
          byte[] bytes = body.length == 0 ? body : read(body, Packed::readBytes);
          return Response.of(status, contentType, bytes);
        });
  }

  private static void writeBytes(DataOutputStream out, byte[] bytes) throws IOException {
    byte[] deflated = bytes.length > PLAIN_BYTES ? deflate(bytes) : bytes;
    boolean smaller = deflated.length < bytes.length;
    out.writeByte(smaller ? DEFLATED : PLAIN);
    out.writeInt(bytes.length);
    if (smaller) {
      out.writeInt(deflated.length);
    }
    out.write(smaller ? deflated : bytes);
  }

  private static byte[] readBytes(DataInputStream in) throws IOException {
    int form = in.readUnsignedByte();
    int length = in.readInt();
    if (form == PLAIN) {
      return exactly(in.readNBytes(length), length);
    }
    int packed = in.readInt();
    return inflate(exactly(in.readNBytes(packed), packed), length);
  }

  private static byte[] exactly(byte[] bytes, int length) throws IOException {
    if (bytes.length != length) {
      throw new IOException("it ends too early");
    }
    return bytes;
  }

  private static byte[] deflate(byte[] bytes) {
    Deflater idle = DEFLATERS.poll();
    Deflater deflater = idle == null ? new Deflater(Deflater.BEST_SPEED, true) : idle;
    try {
      deflater.setInput(bytes);
      deflater.finish();
      byte[] out = new byte[bytes.length];
      int length = deflater.deflate(out);
      // What does not fit is not smaller.
      return deflater.finished() ? Arrays.copyOf(out, length) : bytes;
    } finally {
      deflater.reset();
      if (!DEFLATERS.offer(deflater)) {
        deflater.end();
      }
    }
  }

  private static byte[] inflate(byte[] deflated, int length) throws IOException {
    Inflater idle = INFLATERS.poll();
    Inflater inflater = idle == null ? new Inflater(true) : idle;
    try {
      inflater.setInput(deflated);
      byte[] bytes = new byte[length];
      if (inflater.inflate(bytes) != length) {
        throw new IOException("it ends too early");
      }
      return bytes;
    } catch (DataFormatException e) {
      throw new IOException("it is garbled", e);
    } finally {
      inflater.reset();
      if (!INFLATERS.offer(inflater)) {
        inflater.end();
      }
    }
  }

  @FunctionalInterface
  private interface Writing {
    void to(DataOutputStream out) throws IOException;
  }

  @FunctionalInterface
  private interface Reading<T> {
    T from(DataInputStream in) throws IOException;
  }

  private static byte[] write(int expected, Writing writing) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(expected);
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      writing.to(out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static <T> T read(byte[] packed, Reading<T> reading) {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(packed))) {
      return reading.from(in);
    } catch (IOException | IllegalArgumentException e) {
      throw new CorruptStateException("what was kept of an event cannot be read", e);
    }
  }
}
