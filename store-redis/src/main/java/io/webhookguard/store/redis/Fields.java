package io.webhookguard.store.redis;

import io.webhookguard.api.error.CorruptStateException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The values of a script's answer, taken one after the other. */
final class Fields {

  private static final byte[] NOTHING = {};

  private final List<?> values;
  private int at;

  Fields(Object values) {
    if (!(values instanceof List<?> list)) {
      throw new CorruptStateException("a script answered something else than a list");
    }
    this.values = list;
  }

  /** Whatever comes next, which is not false. */
  Object any() {
    Object value = next();
    if (value == null) {
      throw new CorruptStateException("a script answered nothing in place of a value");
    }
    return value;
  }

  /** What comes next; null where Lua has false. */
  private @Nullable Object next() {
    if (at >= values.size()) {
      throw new CorruptStateException("a script answered fewer values than it should");
    }
    return values.get(at++);
  }

  boolean hasNext() {
    return at < values.size();
  }

  /** A text's bytes; none where Lua has false. */
  byte[] bytes() {
    Object value = next();
    if (value instanceof byte[] bytes) {
      return bytes;
    }
    if (value == null) {
      return NOTHING;
    }
    throw new CorruptStateException("a script answered a number in place of a text");
  }

  String text() {
    byte[] bytes = bytes();
    return bytes.length == 0 ? "" : new String(bytes, StandardCharsets.UTF_8);
  }

  /** A number, which Lua writes as a number or as a text; 0 where there is none. */
  long number() {
    return number(next());
  }

  /** A number, or nothing where Lua has false. */
  Optional<Long> optionalNumber() {
    Object value = next();
    return value == null ? Optional.empty() : Optional.of(number(value));
  }

  private static long number(@Nullable Object value) {
    if (value instanceof Long number) {
      return number;
    }
    if (value instanceof byte[] bytes) {
      return bytes.length == 0 ? 0 : Long.parseLong(new String(bytes, StandardCharsets.UTF_8));
    }
    if (value == null) {
      return 0;
    }
    throw new CorruptStateException("a script answered a list in place of a number");
  }

  int small() {
    return Math.toIntExact(number());
  }

  /** Whether there is something. */
  boolean flag() {
    return number() != 0;
  }

  Fields list() {
    return new Fields(any());
  }

  <T> List<T> all(Function<Fields, T> each) {
    List<T> read = new ArrayList<>(values.size() - at);
    while (hasNext()) {
      read.add(each.apply(list()));
    }
    return read;
  }

  /** All texts that are left, as bytes. */
  List<byte[]> texts() {
    List<byte[]> read = new ArrayList<>(values.size() - at);
    while (hasNext()) {
      read.add(bytes());
    }
    return read;
  }

  /** Passes by a value. */
  Fields skip() {
    next();
    return this;
  }

  UUID uuid() {
    return uuid(bytes());
  }

  static UUID uuid(byte[] bytes) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    return new UUID(buffer.getLong(), buffer.getLong());
  }

  static byte[] bytes(UUID id) {
    return ByteBuffer.allocate(16)
        .putLong(id.getMostSignificantBits())
        .putLong(id.getLeastSignificantBits())
        .array();
  }
}
