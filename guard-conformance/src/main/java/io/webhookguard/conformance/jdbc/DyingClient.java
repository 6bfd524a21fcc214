package io.webhookguard.conformance.jdbc;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * One client of a database that dies at a chosen boundary of what it sends.
 *
 * <p>Boundaries lie before and after each statement or batch, before each commit, and behind a
 * commit that happened but whose reply is lost. A commit or begin counts as one in whatever way it
 * is sent: by method, by turning auto-commit on, or as the text of a statement.
 *
 * <p>At the chosen boundary all connections of the client are aborted without a commit, so that the
 * database drops what they held; from then on every call throws {@link SQLException} with SQLState
 * 08006, and no connection opens again. A client that should die keeps to what it got from here:
 * driver objects that it unwraps are not counted. A pool belongs above, not beneath: what is
 * wrapped must be the connections themselves.
 *
 * <p>Safe for use by many threads.
 */
public final class DyingClient {

  private static final String CONNECTION_FAILURE = "08006";

  private final int fatal;
  private final UnaryOperator<String> names;
  private final List<Connection> opened = new ArrayList<>();
  private int passed;
  private @Nullable String death;

  /**
   * A client that lives until its {@code fatal}-th boundary.
   *
   * @param fatal which boundary, from 1
   * @param names gives the text of a statement a short name for reports
   */
  public DyingClient(int fatal, UnaryOperator<String> names) {
    if (fatal < 1) {
      throw new IllegalArgumentException("boundaries are counted from 1, got " + fatal);
    }
    this.fatal = fatal;
    this.names = names;
  }

  /** The client's way to the database: all its connections come from here. */
  public DataSource around(DataSource source) {
    return proxy(
        DataSource.class,
        (proxy, method, arguments) -> {
          requireAliveIfItCanFail(method);
          Object result = invoke(source, method, arguments);
          return result instanceof Connection real ? around(real) : result;
        });
  }

  /**
   * A connection of the client, which it just opened.
   *
   * @throws SQLException when the client is dead; then the connection is closed
   */
  public Connection around(Connection real) throws SQLException {
    boolean alive = keep(real);
    if (!alive) {
      real.close();
      throw gone();
    }
    return DyingConnection.around(this, real);
  }

  private synchronized boolean keep(Connection real) {
    return death == null && opened.add(real);
  }

  /** Where the client died; empty while it lives. */
  public synchronized Optional<String> death() {
    return Optional.ofNullable(death);
  }

  /** What a report calls the statement. */
  String nameOf(String sql) {
    return names.apply(sql);
  }

  /** Counts a boundary, at which the client may die. */
  synchronized void pass(String boundary) throws SQLException {
    requireAlive();
    passed++;
    if (passed == fatal) {
      death = boundary;
      opened.forEach(DyingClient::drop);
      throw gone();
    }
  }

  /** Methods that cannot fail, such as {@code hashCode}, are answered by the dead too. */
  void requireAliveIfItCanFail(Method method) throws SQLException {
    if (List.of(method.getExceptionTypes()).contains(SQLException.class)) {
      requireAlive();
    }
  }

  private synchronized void requireAlive() throws SQLException {
    if (death != null) {
      throw gone();
    }
  }

  private static SQLException gone() {
    return new SQLException("the client died at its boundary", CONNECTION_FAILURE);
  }

  /** Some drivers' abort does nothing, others' close waits for nothing: one of the two does it. */
  private static void drop(Connection real) {
    try {
      real.abort(Runnable::run);
    } catch (SQLException | RuntimeException e) {
      // Closing it remains.
    }
    try {
      real.close();
    } catch (SQLException | RuntimeException e) {
      // It was gone already.
    }
  }

  /** Calls the real object, and throws what it throws. */
  static @Nullable Object invoke(Object real, Method method, Object @Nullable [] arguments)
      throws Throwable {
    try {
      return method.invoke(real, arguments);
    } catch (InvocationTargetException e) {
      throw e.getTargetException();
    }
  }

  static <T> T proxy(Class<T> type, InvocationHandler handler) {
    InvocationHandler withIdentity =
        (proxy, method, arguments) ->
            method.getName().equals("equals") && arguments != null && arguments.length == 1
                ? proxy == arguments[0]
                : handler.invoke(proxy, method, arguments);
    ClassLoader loader = DyingClient.class.getClassLoader();
    return type.cast(Proxy.newProxyInstance(loader, new Class<?>[] {type}, withIdentity));
  }
}
