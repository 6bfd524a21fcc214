package io.webhookguard.store.redis;

import io.webhookguard.api.error.CorruptStateException;
import io.webhookguard.api.event.Sha256;
import io.webhookguard.api.ledger.ArchiveMark;
import io.webhookguard.api.ledger.Outline;
import io.webhookguard.api.ledger.Seal;
import io.webhookguard.api.ledger.SealSignature;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/**
 * How seals and marks of the archive are kept: numbers and digests, then what has no fixed size.
 */
final class SealBytes {

  private SealBytes() {}

  static byte[] of(Seal seal) {
    byte[] outline = seal.outline().toByteArray();
    byte[] signature = seal.signature().toByteArray();
    return ByteBuffer.allocate(
            5 * Long.BYTES + 2 * Sha256.BYTES + outline.length + signature.length)
        .putLong(seal.number())
        .putLong(seal.after())
        .putLong(seal.upTo())
        .putLong(seal.at().toEpochMilli())
        .put(seal.root().toByteArray())
        .put(seal.previous().toByteArray())
        .putLong(outline.length)
        .put(outline)
        .put(signature)
        .array();
  }

  static Seal seal(byte[] kept) {
    ByteBuffer buffer = ByteBuffer.wrap(kept);
    try {
      long number = buffer.getLong();
      long after = buffer.getLong();
      long upTo = buffer.getLong();
      Instant at = Instant.ofEpochMilli(buffer.getLong());
      Sha256 root = Sha256.ofDigest(take(buffer, Sha256.BYTES));
      Sha256 previous = Sha256.ofDigest(take(buffer, Sha256.BYTES));
      Outline outline = Outline.ofBytes(take(buffer, Math.toIntExact(buffer.getLong())));
      SealSignature signature = SealSignature.of(take(buffer, buffer.remaining()));
      return new Seal(number, after, upTo, root, outline, previous, at, signature);
    } catch (BufferUnderflowException | IllegalArgumentException | ArithmeticException e) {
      throw new CorruptStateException("what is kept as a seal is none", e);
    }
  }

  static byte[] of(ArchiveMark mark) {
    byte[] actor = mark.actor().getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(3 * Long.BYTES + 2 * Sha256.BYTES + actor.length)
        .putLong(mark.seal())
        .putLong(mark.upTo())
        .putLong(mark.at().toEpochMilli())
        .put(mark.head().toByteArray())
        .put(mark.file().toByteArray())
        .put(actor)
        .array();
  }

  static ArchiveMark mark(byte[] kept) {
    ByteBuffer buffer = ByteBuffer.wrap(kept);
    try {
      long seal = buffer.getLong();
      long upTo = buffer.getLong();
      Instant at = Instant.ofEpochMilli(buffer.getLong());
      Sha256 head = Sha256.ofDigest(take(buffer, Sha256.BYTES));
      Sha256 file = Sha256.ofDigest(take(buffer, Sha256.BYTES));
      String actor = new String(take(buffer, buffer.remaining()), StandardCharsets.UTF_8);
      return new ArchiveMark(seal, upTo, head, file, actor, at);
    } catch (BufferUnderflowException | IllegalArgumentException e) {
      throw new CorruptStateException("what is kept as a mark of the archive is none", e);
    }
  }

  private static byte[] take(ByteBuffer buffer, int length) {
    if (length < 0 || length > buffer.remaining()) {
      throw new BufferUnderflowException();
    }
    byte[] bytes = new byte[length];
    buffer.get(bytes);
    return bytes;
  }
}
