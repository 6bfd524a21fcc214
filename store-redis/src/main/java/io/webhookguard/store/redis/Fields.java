package io.webhookguard.store.redis;

import io.webhookguard.api.error.CorruptStateException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/** The values of a script's answer, taken one after the other. */
final class Fields {

  private final List<?> values;
  private int at;

  Fields(Object values) {
    if (!(values instanceof List<?> list)) {
      throw new CorruptStateException("a script answered something else than a list");
    }
    this.values = list;
  }

  /** Whatever comes next. */
  Object any() {
    if (at >= values.size()) {
      throw new CorruptStateException("a script answered fewer values than it should");
    }
    return values.get(at++);
  }

  boolean hasNext() {
    return at < values.size();
  }

  byte[] bytes() {
    if (any() instanceof byte[] bytes) {
      return bytes;
    }
    throw new CorruptStateException("a script answered a number in place of a text");
  }

  String text() {
    return new String(bytes(), StandardCharsets.UTF_8);
  }

  /** A number, which Lua writes as a number or as a text; 0 where there is none. */
  long number() {
    Object value = any();
    if (value instanceof Long number) {
      return number;
    }
    if (value instanceof byte[] bytes) {
      return bytes.length == 0 ? 0 : Long.parseLong(new String(bytes, StandardCharsets.UTF_8));
    }
    throw new CorruptStateException("a script answered a list in place of a number");
  }

  /** A number, or nothing where Lua has false. */
  Optional<Long> optionalNumber() {
    Object value = any();
    if (value instanceof byte[] bytes && bytes.length == 0) {
      return Optional.empty();
    }
    at--;
    return Optional.of(number());
  }

  int small() {
    return Math.toIntExact(number());
  }

  /** Whether there is something: Lua's false is written as an empty text. */
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

  /** Passes by a value. */
  Fields skip() {
    any();
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
