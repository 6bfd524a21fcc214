package io.webhookguard.server.commands;

import io.webhookguard.api.store.GuardStore;
import io.webhookguard.store.postgres.PostgresConfig;
import io.webhookguard.store.postgres.PostgresStore;
import io.webhookguard.testsupport.servers.Database;
import io.webhookguard.testsupport.servers.PostgresServer;
import java.util.List;

/** The commands on a database of a real PostgreSQL server. */
class PostgresCommandsTest extends ServerCommands {

  @Override
  Database freshDatabase() {
    return PostgresServer.shared().freshDatabase();
  }

  @Override
  GuardStore open(Database at) {
    return PostgresStore.open(
        PostgresConfig.at(at.jdbcUrl()).user(at.user()).password(at.password()).build());
  }

  @Override
  void runFile(Database at, String sql) {
    at.run(sql);
  }

  @Override
  String countOfTables() {
    return "select count(*) from pg_tables where tablename like 'guard%'";
  }

  @Override
  List<String> makesReaderOf(String table, Database at, String user, String password) {
    return List.of(
        "create role " + user + " login password '" + password + "'",
        "grant usage on schema public to " + user,
        "grant select on " + table + " to " + user);
  }

  @Override
  List<String> removes(String user) {
    return List.of("drop owned by " + user, "drop role " + user);
  }

  @Override
  String[] findings() {
    return new String[] {"PostgreSQL", "fsync = on", "synchronous_commit = on"};
  }
}
