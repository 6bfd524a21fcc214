package io.webhookguard.store.sql.internal;

import io.webhookguard.api.error.CorruptStateException;
import io.webhookguard.api.event.Sha256;
import java.nio.ByteBuffer;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * The row at hand, read by column name into the types of the guard.
 *
 * <p>A column that must have a value and has none is a {@link CorruptStateException}: the schema
 * does not allow it, so nobody but a stranger can have written it. Times are milliseconds since
 * 1970, ids 16 bytes, digests 32.
 */
public final class Row {

  private final ResultSet set;

  /** The row on which the set stands. */
  public Row(ResultSet set) {
    this.set = set;
  }

  /** Whether the column has no value. */
  public boolean isNull(String column) throws SQLException {
    set.getObject(column);
    return set.wasNull();
  }

  /** A text. */
  public String text(String column) throws SQLException {
    return required(column, set.getString(column));
  }

  /** A text, or nothing. */
  public Optional<String> optionalText(String column) throws SQLException {
    return Optional.ofNullable(set.getString(column));
  }

  /** Bytes. */
  public byte[] bytes(String column) throws SQLException {
    return required(column, set.getBytes(column));
  }

  /** Bytes, or nothing. */
  public Optional<byte[]> optionalBytes(String column) throws SQLException {
    return Optional.ofNullable(set.getBytes(column));
  }

  /** A whole number. */
  public long number(String column) throws SQLException {
    long value = set.getLong(column);
    if (set.wasNull()) {
      throw missing(column);
    }
    return value;
  }

  /** A whole number that fits an int. */
  public int count(String column) throws SQLException {
    return Math.toIntExact(number(column));
  }

  /** A truth value. */
  public boolean flag(String column) throws SQLException {
    boolean value = set.getBoolean(column);
    if (set.wasNull()) {
      throw missing(column);
    }
    return value;
  }

  /** A time. */
  public Instant time(String column) throws SQLException {
    return Instant.ofEpochMilli(number(column));
  }

  /** A time, or nothing. */
  public Optional<Instant> optionalTime(String column) throws SQLException {
    long value = set.getLong(column);
    return set.wasNull() ? Optional.empty() : Optional.of(Instant.ofEpochMilli(value));
  }

  /** A digest. */
  public Sha256 digest(String column) throws SQLException {
    return Sha256.ofDigest(bytes(column));
  }

  /** A digest, or nothing. */
  public Optional<Sha256> optionalDigest(String column) throws SQLException {
    return optionalBytes(column).map(Sha256::ofDigest);
  }

  /** An id. */
  public UUID id(String column) throws SQLException {
    return toId(bytes(column));
  }

  /** An id, or nothing. */
  public Optional<UUID> optionalId(String column) throws SQLException {
    return optionalBytes(column).map(Row::toId);
  }

  private static UUID toId(byte[] bytes) {
    if (bytes.length != 2 * Long.BYTES) {
      throw new CorruptStateException("an id has 16 bytes, found " + bytes.length);
    }
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    return new UUID(buffer.getLong(), buffer.getLong());
  }

  /** The 16 bytes of an id. */
  public static byte[] bytesOf(UUID id) {
    return ByteBuffer.allocate(2 * Long.BYTES)
        .putLong(id.getMostSignificantBits())
        .putLong(id.getLeastSignificantBits())
        .array();
  }

  private static <T> T required(String column, @org.jspecify.annotations.Nullable T value) {
    if (value == null) {
      throw missing(column);
    }
    return value;
  }

  private static CorruptStateException missing(String column) {
    return new CorruptStateException("column " + column + " has no value where it must have one");
  }
}
