package io.webhookguard.examples;

import io.webhookguard.api.lock.Lock;
import io.webhookguard.core.lock.LayeredLock;
import io.webhookguard.core.lock.LockTemplate;
import io.webhookguard.core.runtime.GuardRuntime;
import io.webhookguard.store.postgres.PostgresConfig;
import io.webhookguard.store.postgres.PostgresStore;
import io.webhookguard.store.redis.RedisConfig;
import io.webhookguard.store.redis.RedisLock;
import java.io.PrintStream;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/** PostgreSQL decides who holds a lock, and Redis keeps the crowd away from it. */
public final class LockInTwoLayers {

  private LockInTwoLayers() {}

  /**
   * Runs the example in a database, where it leaves its tables.
   *
   * @param args the driver's URL with everything in it, such as {@code
   *     jdbc:postgresql://localhost/shop?user=me&password=mine}, and Redis's, such as {@code
   *     redis://localhost}
   */
  public static void main(String[] args) throws Exception {
    PGSimpleDataSource database = new PGSimpleDataSource(); // yours is a pool
    database.setUrl(args[0]);
    ReportUnderLock.createTable(database);
    run(
        PostgresConfig.on(database).build(),
        RedisConfig.at(args[1]).allowVolatile().build(),
        database,
        System.out);
  }

  /** Writes the report under both locks. */
  static void run(PostgresConfig postgres, RedisConfig redis, DataSource reports, PrintStream out)
      throws SQLException {
    // guide: layers-begin
    try (PostgresStore store = PostgresStore.open(postgres);
        RedisLock fast = RedisLock.open(redis); // also while Redis is away
        GuardRuntime runtime = GuardRuntime.system(1)) {
      Lock lock = new LayeredLock(fast, store.lock(), runtime);
      out.println(ReportUnderLock.report(new LockTemplate(lock, runtime), reports));
    }
    // guide: layers-end
  }
}
