package io.webhookguard.conformance.jdbc;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/** A connection of a {@link DyingClient}. */
final class DyingConnection implements InvocationHandler {

  private final DyingClient client;
  private final Connection real;

  private DyingConnection(DyingClient client, Connection real) {
    this.client = client;
    this.real = real;
  }

  static Connection around(DyingClient client, Connection real) {
    return DyingClient.proxy(Connection.class, new DyingConnection(client, real));
  }

  @Override
  public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments)
      throws Throwable {
    return switch (method.getName()) {
      case "close", "abort" -> DyingClient.invoke(real, method, arguments);
      case "isClosed" -> client.death().isPresent() || real.isClosed();
      case "isValid" ->
          client.death().isEmpty()
              && Boolean.TRUE.equals(DyingClient.invoke(real, method, arguments));
      case "commit" -> new Boundaries(client, "").around(Sent.COMMIT, call(method, arguments));
      case "setAutoCommit" -> setAutoCommit(method, arguments);
      default -> other((Connection) proxy, method, arguments);
    };
  }

  /** Turning auto-commit on commits what is open. */
  private @Nullable Object setAutoCommit(Method method, Object @Nullable [] arguments)
      throws Throwable {
    client.requireAliveIfItCanFail(method);
    boolean commits = arguments != null && Boolean.TRUE.equals(arguments[0]);
    return commits && !real.getAutoCommit()
        ? new Boundaries(client, "").around(Sent.COMMIT, call(method, arguments))
        : DyingClient.invoke(real, method, arguments);
  }

  private @Nullable Object other(Connection proxy, Method method, Object @Nullable [] arguments)
      throws Throwable {
    client.requireAliveIfItCanFail(method);
    Object result = DyingClient.invoke(real, method, arguments);
    if (!(result instanceof Statement statement)) {
      return result;
    }
    String sql = arguments != null && arguments[0] instanceof String text ? text : "";
    return DyingStatement.around(client, proxy, statement, typeOf(method), sql);
  }

  private static Class<? extends Statement> typeOf(Method method) {
    return switch (method.getName()) {
      case "prepareStatement" -> PreparedStatement.class;
      case "prepareCall" -> CallableStatement.class;
      default -> Statement.class;
    };
  }

  private Boundaries.Call call(Method method, Object @Nullable [] arguments) {
    return () -> DyingClient.invoke(real, method, arguments);
  }
}
