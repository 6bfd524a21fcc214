package io.webhookguard.store.mysql;

import io.webhookguard.api.event.Sha256;
import io.webhookguard.store.sql.internal.Row;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;

/**
 * The rows of a batch as one parameter: a JSON array of objects, which statements read with {@code
 * json_table}. So a batch of any size is one statement whose text never changes.
 *
 * <p>Bytes are hexadecimal text. What has no value is left out, and is null in SQL.
 */
final class JsonRows {

  private static final HexFormat HEX = HexFormat.of();

  private final StringBuilder json = new StringBuilder("[");
  private boolean inRow;

  /** Begins a row. */
  JsonRows row() {
    json.append(inRow ? "},{" : "{");
    inRow = true;
    return this;
  }

  /** Whether there are no rows. */
  boolean isEmpty() {
    return !inRow;
  }

  JsonRows put(String column, long value) {
    name(column).append(value);
    return this;
  }

  JsonRows put(String column, boolean value) {
    return put(column, value ? 1 : 0);
  }

  JsonRows put(String column, byte[] value) {
    name(column).append('"');
    HEX.formatHex(json, value);
    json.append('"');
    return this;
  }

  JsonRows put(String column, Sha256 value) {
    name(column).append('"').append(value.toHex()).append('"');
    return this;
  }

  JsonRows put(String column, UUID value) {
    return put(column, Row.bytesOf(value));
  }

  JsonRows put(String column, String value) {
    name(column).append('"');
    for (int i = 0; i < value.length(); i++) {
      append(value.charAt(i));
    }
    json.append('"');
    return this;
  }

  JsonRows put(String column, Enum<?> value) {
    return put(column, value.name());
  }

  JsonRows putNumber(String column, Optional<Long> value) {
    value.ifPresent(number -> put(column, number));
    return this;
  }

  JsonRows putDigest(String column, Optional<Sha256> value) {
    value.ifPresent(digest -> put(column, digest));
    return this;
  }

  private void append(char c) {
    if (c == '"' || c == '\\') {
      json.append('\\').append(c);
    } else if (c < 0x20) {
      json.append("\\u00").append(HEX.toHexDigits((byte) c));
    } else {
      json.append(c);
    }
  }

  private StringBuilder name(String column) {
    if (!inRow) {
      throw new IllegalStateException("a row has to begin before its columns");
    }
    char last = json.charAt(json.length() - 1);
    if (last != '{') {
      json.append(',');
    }
    return json.append('"').append(column).append("\":");
  }

  /** The parameter. */
  String text() {
    return json + (inRow ? "}]" : "]");
  }
}
