package io.webhookguard.store.sql.internal;

import io.webhookguard.api.event.Sha256;
import java.sql.Array;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One column of a batch, bound as an array: an element for each item, null for SQL's null. */
public final class SqlArray {

  private final String type;
  private final @Nullable Object[] elements;

  private SqlArray(String type, @Nullable Object[] elements) {
    this.type = type;
    this.elements = elements;
  }

  /** The array as the driver of the connection makes it. */
  Array on(Connection connection) throws SQLException {
    return connection.createArrayOf(type, elements);
  }

  /** Numbers. */
  public static <T> SqlArray longs(List<T> items, Function<T, @Nullable Long> column) {
    return of("bigint", items, column, new Long[0]);
  }

  /** Small numbers. */
  public static <T> SqlArray integers(List<T> items, Function<T, @Nullable Integer> column) {
    return of("integer", items, column, new Integer[0]);
  }

  /** Texts. */
  public static <T> SqlArray texts(List<T> items, Function<T, @Nullable String> column) {
    return of("text", items, column, new String[0]);
  }

  /** Truth values. */
  public static <T> SqlArray flags(List<T> items, Function<T, @Nullable Boolean> column) {
    return of("boolean", items, column, new Boolean[0]);
  }

  /** Bytes. */
  public static <T> SqlArray bytes(List<T> items, Function<T, byte @Nullable []> column) {
    return of("bytea", items, column, new byte[0][]);
  }

  /** Digests, as bytes. */
  public static <T> SqlArray digests(List<T> items, Function<T, @Nullable Sha256> column) {
    return bytes(
        items,
        item -> {
          Sha256 digest = column.apply(item);
          return digest == null ? null : digest.toByteArray();
        });
  }

  /** Ids, as bytes. */
  public static <T> SqlArray ids(List<T> items, Function<T, @Nullable UUID> column) {
    return bytes(
        items,
        item -> {
          UUID id = column.apply(item);
          return id == null ? null : Row.bytesOf(id);
        });
  }

  private static <T, E> SqlArray of(
      String type, List<T> items, Function<T, @Nullable E> column, E[] none) {
    @Nullable Object[] elements = Arrays.copyOf(none, items.size());
    for (int i = 0; i < elements.length; i++) {
      elements[i] = column.apply(items.get(i));
    }
    return new SqlArray(type, elements);
  }
}
