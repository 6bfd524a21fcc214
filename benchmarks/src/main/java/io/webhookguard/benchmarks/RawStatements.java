package io.webhookguard.benchmarks;

import com.zaxxer.hikari.HikariDataSource;
import io.webhookguard.testsupport.servers.Database;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Arrays;

/**
 * The least that anyone can do: one insert that ignores what is there, one update by key, each its
 * own commit; for one event (raw b) or for a batch (raw c). No lease, no lane, no ledger.
 */
final class RawStatements implements Contender {

  private static final String INSERT =
      "insert into raw_event (id, body) select * from unnest(?::text[], ?::bytea[])"
          + " on conflict do nothing";
  private static final String UPDATE =
      "update raw_event set state = 1, done_at = now() where id = any(?)";
  private static final String INSERT_ONE =
      "insert into raw_event (id, body) values (?, ?) on conflict do nothing";
  private static final String UPDATE_ONE =
      "update raw_event set state = 1, done_at = now() where id = ?";

  private final HikariDataSource pool;
  private final int batch;

  RawStatements(Database database, int connections, int batch) {
    this.pool = Pools.open(database, connections);
    this.batch = batch;
    database.run(
        "create table if not exists raw_event (id text primary key, state int not null default 0,"
            + " received_at timestamptz not null default now(), done_at timestamptz,"
            + " body bytea not null)");
  }

  @Override
  public void event(String id) throws SQLException {
    if (batch == 1) {
      one(id);
    } else {
      many(id);
    }
  }

  private void one(String id) throws SQLException {
    try (Connection connection = pool.getConnection();
        PreparedStatement insert = connection.prepareStatement(INSERT_ONE)) {
      insert.setString(1, id);
      insert.setBytes(2, Body.BYTES);
      insert.executeUpdate();
    }
    try (Connection connection = pool.getConnection();
        PreparedStatement update = connection.prepareStatement(UPDATE_ONE)) {
      update.setString(1, id);
      update.executeUpdate();
    }
  }

  private void many(String id) throws SQLException {
    String[] ids = new String[batch];
    byte[][] bodies = new byte[batch][];
    for (int i = 0; i < batch; i++) {
      ids[i] = id + "-" + i;
    }
    Arrays.fill(bodies, Body.BYTES);
    try (Connection connection = pool.getConnection()) {
      Array keys = connection.createArrayOf("text", ids);
      try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
        insert.setArray(1, keys);
        insert.setArray(2, connection.createArrayOf("bytea", bodies));
        insert.executeUpdate();
      }
      try (PreparedStatement update = connection.prepareStatement(UPDATE)) {
        update.setArray(1, keys);
        update.executeUpdate();
      }
    }
  }

  @Override
  public int eventsOfCall() {
    return batch;
  }

  @Override
  public void close() {
    pool.close();
  }
}
