package io.webhookguard.store.sql.internal;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The connection that a handler writes its effect through, while the guard owns the transaction.
 *
 * <p><b>What it refuses</b> (TX-4): everything that would end or replace the transaction. Calls of
 * {@link Connection} are allowed one by one, so that what a future JDBC adds is refused until
 * somebody thought about it. Statements, result sets and metadata are wrapped too, because each of
 * them leads back to a connection; none unwraps to the driver's own. SQL text is refused by the
 * first word of each of its statements. Savepoints are allowed through JDBC alone, where it can be
 * seen which are open.
 *
 * <p><b>What it remembers</b> (TX-5): an exception of the driver outside a savepoint. From then on
 * it runs nothing more, and {@link #failure} tells the guard to roll back. Inside a savepoint,
 * rolling back to one that was open at the time makes it good again.
 *
 * <p>Used by one thread, as connections are.
 */
public final class GuardedConnection {

  private static final Set<String> ALLOWED =
      Set.of(
          "nativeSQL",
          "isClosed",
          "isValid",
          "isReadOnly",
          "getCatalog",
          "getSchema",
          "getTransactionIsolation",
          "getHoldability",
          "getTypeMap",
          "getClientInfo",
          "getNetworkTimeout",
          "getWarnings",
          "clearWarnings",
          "createBlob",
          "createClob",
          "createNClob",
          "createSQLXML",
          "createArrayOf",
          "createStruct");

  private static final Set<String> ENDS_TRANSACTIONS =
      Set.of("commit", "rollback", "begin", "end", "start", "abort", "savepoint", "release");

  private final Connection raw;
  private final Set<String> refusedWords;
  private final Connection guarded;
  private final List<Savepoint> savepoints = new ArrayList<>();
  private final List<Statement> opened = new ArrayList<>();

  private boolean over;
  private @Nullable SQLException failure;
  private int savepointsAtFailure;

  /**
   * Guards a connection whose transaction is open.
   *
   * @param raw the driver's connection
   * @param refusedWords further first words of statements that this database must not run inside a
   *     handler, in lower case
   */
  public GuardedConnection(Connection raw, Set<String> refusedWords) {
    this.raw = raw;
    this.refusedWords = Set.copyOf(refusedWords);
    this.guarded = proxy(Connection.class, this::onConnection);
  }

  /** What the handler gets. */
  public Connection connection() {
    return guarded;
  }

  /**
   * Makes the handler's connection useless, because its transaction is about to end. Statements
   * that the handler left open are closed: a result half read would outlive the transaction.
   */
  public void end() {
    over = true;
    for (Statement statement : opened) {
      try {
        statement.close();
      } catch (SQLException e) {
        failure = failure == null ? e : failure;
      }
    }
    opened.clear();
  }

  /** Why the transaction can only roll back, if it cannot commit. */
  public Optional<SQLException> failure() {
    return Optional.ofNullable(failure);
  }

  private @Nullable Object onConnection(Object proxy, Method method, Object @Nullable [] args)
      throws Throwable {
    Object[] given = args == null ? new Object[0] : args;
    return switch (method.getName()) {
      case "createStatement" -> statement(Statement.class, call(raw, method, given));
      case "prepareStatement" -> prepare(PreparedStatement.class, method, given);
      case "prepareCall" -> prepare(CallableStatement.class, method, given);
      case "getMetaData" -> metaData((DatabaseMetaData) call(raw, method, given));
      case "setSavepoint" -> openSavepoint(method, given);
      case "releaseSavepoint" -> releaseSavepoint(method, given);
      case "getAutoCommit" -> false;
      default -> onRest(proxy, method, given);
    };
  }

  private <S extends Statement> S prepare(Class<S> type, Method method, Object[] given)
      throws Throwable {
    requireAllowed(given);
    return statement(type, call(raw, method, given));
  }

  private @Nullable Object openSavepoint(Method method, Object[] given) throws Throwable {
    requireSound();
    Savepoint opened = (Savepoint) call(raw, method, given);
    savepoints.add(opened);
    return opened;
  }

  private @Nullable Object releaseSavepoint(Method method, Object[] given) throws Throwable {
    requireSound();
    savepoints.subList(indexOf(given), savepoints.size()).clear();
    return call(raw, method, given);
  }

  private @Nullable Object onRest(Object proxy, Method method, Object[] given) throws Throwable {
    String name = method.getName();
    if (name.equals("rollback") && given.length == 1) {
      return rollbackTo(method, given);
    }
    if (name.equals("setAutoCommit") && Boolean.FALSE.equals(given[0])) {
      return null;
    }
    if (ALLOWED.contains(name)) {
      return call(raw, method, given);
    }
    return common(proxy, raw, method, given);
  }

  /** Good again, if the failure came after the savepoint. */
  private @Nullable Object rollbackTo(Method method, Object[] given) throws Throwable {
    int index = indexOf(given);
    requireNotOver();
    Object result = invoke(raw, method, given);
    savepoints.subList(index + 1, savepoints.size()).clear();
    if (index < savepointsAtFailure) {
      failure = null;
      savepointsAtFailure = 0;
    }
    return result;
  }

  private int indexOf(Object[] given) throws SQLException {
    int index = savepoints.indexOf(given[0]);
    if (index < 0) {
      throw new SQLException("this savepoint is not open on the handler's connection");
    }
    return index;
  }

  private <S extends Statement> S statement(Class<S> type, @Nullable Object target) {
    opened.add((Statement) Objects.requireNonNull(target));
    return proxy(type, (proxy, method, args) -> onStatement(proxy, target, method, args));
  }

  private @Nullable Object onStatement(
      Object proxy, @Nullable Object target, Method method, Object @Nullable [] args)
      throws Throwable {
    String name = method.getName();
    Object[] given = args == null ? new Object[0] : args;
    if (name.equals("getConnection")) {
      return guarded;
    }
    if (isCommon(method)) {
      return common(proxy, target, method, given);
    }
    boolean runs = name.startsWith("execute") || name.equals("addBatch");
    if (runs) {
      requireAllowed(given);
      requireSound();
    }
    Object result = call(target, method, given);
    return result instanceof ResultSet set ? resultSet(set, (Statement) proxy) : result;
  }

  private ResultSet resultSet(ResultSet target, @Nullable Statement owner) {
    return proxy(
        ResultSet.class,
        (proxy, method, args) -> {
          Object[] given = args == null ? new Object[0] : args;
          if (method.getName().equals("getStatement")) {
            return owner;
          }
          return isCommon(method)
              ? common(proxy, target, method, given)
              : call(target, method, given);
        });
  }

  private DatabaseMetaData metaData(@Nullable DatabaseMetaData target) {
    return proxy(
        DatabaseMetaData.class,
        (proxy, method, args) -> {
          Object[] given = args == null ? new Object[0] : args;
          if (method.getName().equals("getConnection")) {
            return guarded;
          }
          if (isCommon(method)) {
            return common(proxy, target, method, given);
          }
          Object result = call(target, method, given);
          return result instanceof ResultSet set ? resultSet(set, null) : result;
        });
  }

  private static boolean isCommon(Method method) {
    return method.getDeclaringClass() == Object.class
        || method.getName().equals("unwrap")
        || method.getName().equals("isWrapperFor");
  }

  /** A wrapped thing is equal to itself alone: its own equals would ask this handler again. */
  @SuppressWarnings("ReferenceEquality")
  private static boolean isSame(Object proxy, @Nullable Object other) {
    return proxy == other;
  }

  /** What all wrapped things have in common; anything else is refused. */
  private @Nullable Object common(
      Object proxy, @Nullable Object target, Method method, Object[] given) throws SQLException {
    return switch (method.getName()) {
      case "equals" -> isSame(proxy, given[0]);
      case "hashCode" -> System.identityHashCode(proxy);
      case "toString" -> "guarded " + target;
      case "isWrapperFor" -> ((Class<?>) given[0]).isInstance(proxy);
      case "unwrap" -> {
        if (((Class<?>) given[0]).isInstance(proxy)) {
          yield proxy;
        }
        throw refused("unwrap");
      }
      default -> throw refused(method.getName());
    };
  }

  private static SQLException refused(String what) {
    return new SQLException(
        "a handler must not call " + what + ": the guard ends the transaction when it returns");
  }

  private void requireAllowed(Object[] given) throws SQLException {
    if (given.length == 0 || !(given[0] instanceof String sql)) {
      return;
    }
    for (String word : SqlWords.firstWords(sql)) {
      if (ENDS_TRANSACTIONS.contains(word) || refusedWords.contains(word)) {
        throw refused(word);
      }
    }
  }

  private void requireSound() throws SQLException {
    if (failure != null) {
      throw new SQLException("a statement failed before: this transaction can only roll back");
    }
  }

  private void requireNotOver() throws SQLException {
    if (over) {
      throw new SQLException("the handler has returned: its connection is over");
    }
  }

  /** Calls the driver and remembers what goes wrong there. */
  private @Nullable Object call(@Nullable Object target, Method method, Object[] given)
      throws Throwable {
    requireNotOver();
    try {
      return invoke(target, method, given);
    } catch (SQLException e) {
      if (failure == null) {
        failure = e;
        savepointsAtFailure = savepoints.size();
      }
      throw e;
    }
  }

  private static @Nullable Object invoke(@Nullable Object target, Method method, Object[] given)
      throws Throwable {
    try {
      return method.invoke(target, given);
    } catch (InvocationTargetException e) {
      throw e.getCause() == null ? e : e.getCause();
    }
  }

  private static <T> T proxy(Class<T> type, InvocationHandler handler) {
    return type.cast(
        Proxy.newProxyInstance(
            GuardedConnection.class.getClassLoader(), new Class<?>[] {type}, handler));
  }
}
