package io.webhookguard.store.sqlite;

import io.webhookguard.api.error.OutcomeUnknownException;
import io.webhookguard.api.error.StoreUnavailableException;
import io.webhookguard.api.store.Admission;
import io.webhookguard.api.store.Arrival;
import io.webhookguard.api.store.TransactionalStore;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;

/** What can be wrong with when something is committed, and with what is said about it. */
final class WrongCommits {

  private WrongCommits() {}

  /** A commit goes before each entry, and a new transaction begins. */
  static Spoiling entriesBehind() {
    return new Spoiling() {
      @Override
      public Connection writer(Connection right) {
        return (Connection)
            proxy(
                Connection.class,
                (method, arguments) -> {
                  Object result = SpoiltSqliteStore.invoke(right, method, arguments);
                  return result instanceof PreparedStatement statement
                          && writesAnEntry(arguments[0].toString())
                      ? behindACommit(right, statement)
                      : result;
                });
      }

      @Override
      public TransactionalStore store(SqliteStore right) {
        return right;
      }

      @Override
      public void processEnds() {}
    };
  }

  private static boolean writesAnEntry(String sql) {
    return sql.toLowerCase(Locale.ROOT).contains("insert into guard_ledger");
  }

  private static Object behindACommit(Connection connection, PreparedStatement entry) {
    return proxy(
        PreparedStatement.class,
        (method, arguments) -> {
          if (method.getName().startsWith("execute")) {
            commitAndBegin(connection);
          }
          return SpoiltSqliteStore.invoke(entry, method, arguments);
        });
  }

  private static void commitAndBegin(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("commit");
      statement.execute("begin immediate");
    }
  }

  static Spoiling toldAsFailures() {
    return through(
        (method, arguments, right) -> {
          try {
            return right.make();
          } catch (OutcomeUnknownException e) {
            throw new StoreUnavailableException("the commit failed", e);
          }
        });
  }

  /** What is admitted to wait is written when the next call comes. */
  static Spoiling writingLater() {
    Deque<SpoiltSqliteStore.Call> buffered = new ArrayDeque<>();
    return new Spoiling() {
      @Override
      public Connection writer(Connection right) {
        return right;
      }

      @Override
      public TransactionalStore store(SqliteStore right) {
        return SpoiltSqliteStore.through(
            right, (method, arguments, call) -> later(right, method, arguments, call));
      }

      private Object later(
          SqliteStore right, Method method, Object[] arguments, SpoiltSqliteStore.Call call)
          throws Throwable {
        synchronized (buffered) {
          while (!buffered.isEmpty()) {
            buffered.removeFirst().make();
          }
          if (!method.getName().equals("admit") || !isOneToWait(right, arguments[0])) {
            return call.make();
          }
          buffered.add(call);
          return List.of(new Admission.Queued());
        }
      }

      @Override
      public void processEnds() {
        buffered.clear();
      }
    };
  }

  private static boolean isOneToWait(SqliteStore right, Object arrivals) {
    return arrivals instanceof List<?> list
        && list.size() == 1
        && list.get(0) instanceof Arrival arrival
        && arrival.intent() instanceof Arrival.Intent.Queue
        && right.events().find(arrival.key()).isEmpty();
  }

  private static Spoiling through(SpoiltSqliteStore.Through through) {
    return new Spoiling() {
      @Override
      public Connection writer(Connection right) {
        return right;
      }

      @Override
      public TransactionalStore store(SqliteStore right) {
        return SpoiltSqliteStore.through(right, through);
      }

      @Override
      public void processEnds() {}
    };
  }

  /** What to do instead of a call. */
  @FunctionalInterface
  private interface Instead {
    Object call(Method method, Object[] arguments) throws Throwable;
  }

  private static Object proxy(Class<?> type, Instead instead) {
    return Proxy.newProxyInstance(
        WrongCommits.class.getClassLoader(),
        new Class<?>[] {type},
        (proxy, method, arguments) -> instead.call(method, arguments));
  }
}
