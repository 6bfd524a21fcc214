package com.example.filestore;

import io.webhookguard.api.event.Payload;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Writes and reads the values that files are made of, each with its length where it has one. */
final class Values {

  private Values() {}

  /** Writes one value, or throws. */
  interface Writing<T> {
    void write(T value) throws IOException;
  }

  /** Reads one value, or throws. */
  interface Reading<T> {
    T read() throws IOException;
  }

  /** Writes values. */
  record Out(DataOutputStream data) {

    void number(long value) throws IOException {
      data.writeLong(value);
    }

    void flag(boolean value) throws IOException {
      data.writeBoolean(value);
    }

    void bytes(byte[] value) throws IOException {
      data.writeInt(value.length);
      data.write(value);
    }

    void text(String value) throws IOException {
      bytes(value.getBytes(StandardCharsets.UTF_8));
    }

    void id(UUID value) throws IOException {
      number(value.getMostSignificantBits());
      number(value.getLeastSignificantBits());
    }

    void time(Instant value) throws IOException {
      number(value.getEpochSecond());
      data.writeInt(value.getNano());
    }

    void payload(Payload value) throws IOException {
      text(value.contentType());
      bytes(value.toByteArray());
    }

    <T> void maybe(@Nullable T value, Writing<T> writing) throws IOException {
      flag(value != null);
      if (value != null) {
        writing.write(value);
      }
    }

    <T> void list(List<T> values, Writing<T> writing) throws IOException {
      data.writeInt(values.size());
      for (T value : values) {
        writing.write(value);
      }
    }
  }

  /** Reads values in the order in which they were written. */
  record In(DataInputStream data) {

    In(byte[] content) {
      this(new DataInputStream(new ByteArrayInputStream(content)));
    }

    long number() throws IOException {
      return data.readLong();
    }

    int count() throws IOException {
      return Math.toIntExact(number());
    }

    boolean flag() throws IOException {
      return data.readBoolean();
    }

    byte[] bytes() throws IOException {
      return data.readNBytes(data.readInt());
    }

    String text() throws IOException {
      return new String(bytes(), StandardCharsets.UTF_8);
    }

    UUID id() throws IOException {
      return new UUID(number(), number());
    }

    Instant time() throws IOException {
      return Instant.ofEpochSecond(number(), data.readInt());
    }

    Payload payload() throws IOException {
      return Payload.of(text(), bytes());
    }

    <T> @Nullable T maybe(Reading<T> reading) throws IOException {
      return flag() ? reading.read() : null;
    }

    <T> List<T> list(Reading<T> reading) throws IOException {
      List<T> values = new ArrayList<>();
      for (int i = data.readInt(); i > 0; i--) {
        values.add(reading.read());
      }
      return values;
    }
  }
}
