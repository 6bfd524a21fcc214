package io.webhookguard.store.mysql;

import io.webhookguard.api.store.TransactionalStore;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Stores whose statements say something else than they should. */
final class SpoiltStatements {

  private SpoiltStatements() {}

  /** Every statement that contains a text is sent with another in its place. */
  static Spoiling replacing(String text, String other) {
    return new Spoiling() {
      @Override
      public DataSource source(DataSource right) {
        return new ForwardedSource() {
          @Override
          public Connection getConnection() throws SQLException {
            return spoilt(impatient(right.getConnection()), text, other);
          }
        };
      }

      @Override
      public TransactionalStore store(MysqlStore right) {
        return right;
      }
    };
  }

  /** What waits in vain should not do so for MySQL's fifty seconds. */
  private static Connection impatient(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("set session innodb_lock_wait_timeout = 1");
    }
    return connection;
  }

  private static Connection spoilt(Connection right, String text, String other) {
    return (Connection)
        Proxy.newProxyInstance(
            SpoiltStatements.class.getClassLoader(),
            new Class<?>[] {Connection.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("prepareStatement") && arguments[0] instanceof String) {
                arguments[0] = ((String) arguments[0]).replace(text, other);
              }
              return invoke(right, method, arguments);
            });
  }

  private static @Nullable Object invoke(
      Connection right, Method method, Object @Nullable [] arguments) throws Throwable {
    try {
      return method.invoke(right, arguments);
    } catch (InvocationTargetException e) {
      throw e.getTargetException();
    }
  }
}
