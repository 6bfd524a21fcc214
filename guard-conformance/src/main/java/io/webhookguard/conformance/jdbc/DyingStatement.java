package io.webhookguard.conformance.jdbc;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.sql.Connection;
import java.sql.Statement;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A statement of a {@link DyingClient}, of any of JDBC's three kinds. */
final class DyingStatement implements InvocationHandler {

  private static final Set<String> SENDING =
      Set.of(
          "execute",
          "executeQuery",
          "executeUpdate",
          "executeLargeUpdate",
          "executeBatch",
          "executeLargeBatch");

  private final DyingClient client;
  private final Connection connection;
  private final Statement real;
  private final String prepared;

  private DyingStatement(
      DyingClient client, Connection connection, Statement real, String prepared) {
    this.client = client;
    this.connection = connection;
    this.real = real;
    this.prepared = prepared;
  }

  static <T extends Statement> T around(
      DyingClient client, Connection connection, Statement real, Class<T> type, String prepared) {
    return DyingClient.proxy(type, new DyingStatement(client, connection, real, prepared));
  }

  @Override
  public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments)
      throws Throwable {
    String name = method.getName();
    if (name.equals("close")) {
      return DyingClient.invoke(real, method, arguments);
    }
    client.requireAliveIfItCanFail(method);
    if (name.equals("getConnection")) {
      return connection;
    }
    if (!SENDING.contains(name)) {
      return DyingClient.invoke(real, method, arguments);
    }
    String sql = arguments != null && arguments[0] instanceof String text ? text : prepared;
    return new Boundaries(client, client.nameOf(sql))
        .around(Sent.of(sql), () -> DyingClient.invoke(real, method, arguments));
  }
}
