package io.webhookguard.api.ledger;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;

/**
 * What a seal keeps of each of its entries, so that verification can name the first bad one: its
 * position and the first 8 bytes of its digest, 16 bytes in all.
 *
 * <p>It only locates. Whether a range is whole, the seal's root decides. Immutable.
 */
public final class Outline {

  /** How many bytes an entry takes. */
  public static final int BYTES_PER_ENTRY = 2 * Long.BYTES;

  private final byte[] bytes;

  private Outline(byte[] bytes) {
    this.bytes = bytes;
  }

  /** The outline of these entries, in their order. */
  public static Outline of(List<LedgerEntry> entries) {
    ByteBuffer buffer = ByteBuffer.allocate(entries.size() * BYTES_PER_ENTRY);
    for (LedgerEntry entry : entries) {
      buffer.putLong(entry.position()).putLong(prefix(entry));
    }
    return new Outline(buffer.array());
  }

  /**
   * An outline that was kept.
   *
   * @throws IllegalArgumentException unless the bytes are those of 1 to {@link Seal#MAX_ENTRIES}
   *     entries
   */
  public static Outline ofBytes(byte[] bytes) {
    if (bytes.length == 0
        || bytes.length % BYTES_PER_ENTRY != 0
        || bytes.length > Seal.MAX_ENTRIES * BYTES_PER_ENTRY) {
      throw new IllegalArgumentException("no outline has " + bytes.length + " bytes");
    }
    return new Outline(bytes.clone());
  }

  /** How many entries it is of. */
  public int size() {
    return bytes.length / BYTES_PER_ENTRY;
  }

  /** The position of an entry; the first has index 0. */
  public long position(int index) {
    return ByteBuffer.wrap(bytes).getLong(index * BYTES_PER_ENTRY);
  }

  /** Whether the entry looks like the one that was sealed at the index. */
  public boolean fits(int index, LedgerEntry entry) {
    return position(index) == entry.position()
        && ByteBuffer.wrap(bytes).getLong(index * BYTES_PER_ENTRY + Long.BYTES) == prefix(entry);
  }

  private static long prefix(LedgerEntry entry) {
    return ByteBuffer.wrap(LedgerDigests.ofEntry(entry).toByteArray()).getLong();
  }

  /** A copy of the bytes. */
  public byte[] toByteArray() {
    return bytes.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Outline that && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return "outline of " + size();
  }
}
