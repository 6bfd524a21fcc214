package io.webhookguard.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.webhookguard.api.error.OutcomeUnknownException;
import io.webhookguard.api.error.StoreUnavailableException;
import io.webhookguard.api.store.Admission;
import io.webhookguard.api.store.Arrival;
import io.webhookguard.testsupport.stores.Fixture;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/**
 * What a caller is told when a commit fails, with the fault put in where SQLite would report it.
 */
final class CommitFaultsTest {

  @TempDir Path folder;

  /** When the next commit fails, and whether it reached the disk before. */
  private record Fault(SQLiteErrorCode code, boolean afterTheCommit) {}

  private final AtomicReference<Fault> next = new AtomicReference<>();

  @Test
  void failedSyncOfACommitIsAnUnknownOutcome() {
    try (SqliteStore store = open()) {
      Arrival lost = Fixture.arrival("lost", "");
      next.set(new Fault(SQLiteErrorCode.SQLITE_IOERR_FSYNC, false));
      assertThatThrownBy(() -> store.events().admit(List.of(lost)))
          .isInstanceOf(OutcomeUnknownException.class);
      assertThat(store.events().find(lost.key())).isEmpty();
      assertThat(store.events().admit(List.of(lost))).containsExactly(new Admission.Queued());

      Arrival kept = Fixture.arrival("kept", "");
      next.set(new Fault(SQLiteErrorCode.SQLITE_IOERR_FSYNC, true));
      assertThatThrownBy(() -> store.events().admit(List.of(kept)))
          .isInstanceOf(OutcomeUnknownException.class);
      assertThat(store.events().admit(List.of(kept))).containsExactly(new Admission.Queued());
      assertThat(store.ledger().entries(kept.key())).hasSize(1);
    }
  }

  @Test
  void busyCommitCertainlyDidNotHappen() {
    try (SqliteStore store = open()) {
      Arrival arrival = Fixture.arrival("evt_1", "");
      next.set(new Fault(SQLiteErrorCode.SQLITE_BUSY, false));
      assertThatThrownBy(() -> store.events().admit(List.of(arrival)))
          .isInstanceOf(StoreUnavailableException.class);
      assertThat(store.events().find(arrival.key())).isEmpty();
      assertThat(store.events().admit(List.of(arrival))).containsExactly(new Admission.Queued());
    }
  }

  private SqliteStore open() {
    return SqliteStore.open(
        SqliteConfig.at(folder.resolve("guard.db")).build(),
        file -> failing(Connection.class, file.openWriter()));
  }

  /** A connection or statement that fails where the fault says. */
  private <T> T failing(Class<T> type, T target) {
    return type.cast(
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> {
              boolean commits = method.getName().equals("execute") && "commit".equals(arguments[0]);
              Fault fault = commits ? next.getAndSet(null) : null;
              if (fault != null && !fault.afterTheCommit()) {
                throw failure(fault);
              }
              Object result = invoke(target, method, arguments);
              if (fault != null) {
                throw failure(fault);
              }
              return method.getReturnType() == Statement.class
                  ? failing(Statement.class, (Statement) result)
                  : result;
            }));
  }

  private static Object invoke(Object target, java.lang.reflect.Method method, Object[] arguments)
      throws Throwable {
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  private static SQLException failure(Fault fault) {
    return new SQLiteException("put in by the test", fault.code());
  }
}
