package io.webhookguard.store.sql.internal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Binds values by name on a connection of the user's, as the driver takes them. */
public final class NamedValues {

  private NamedValues() {}

  /**
   * Prepares the statement with its values. The caller closes it.
   *
   * @param values by name; a name without a value, or with null, is bound as null
   */
  public static PreparedStatement prepare(
      Connection connection, NamedSql sql, Map<String, ? extends @Nullable Object> values)
      throws SQLException {
    PreparedStatement statement = connection.prepareStatement(sql.jdbc());
    try {
      for (int i = 0; i < sql.parameters().size(); i++) {
        statement.setObject(i + 1, values.get(sql.parameters().get(i)));
      }
      return statement;
    } catch (SQLException | RuntimeException e) {
      statement.close();
      throw e;
    }
  }
}
