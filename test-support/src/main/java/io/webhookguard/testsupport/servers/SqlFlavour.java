package io.webhookguard.testsupport.servers;

import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/** Where SQL servers differ for somebody who makes, reaches and drops databases. */
enum SqlFlavour {
  POSTGRES("drop database if exists %s with (force)") {
    @Override
    String url(ServerAddress address, String database) {
      return "jdbc:postgresql://%s:%d/%s".formatted(address.host(), address.port(), database);
    }

    @Override
    DataSource dataSource(String url, String user, String password) {
      PGSimpleDataSource source = new PGSimpleDataSource();
      source.setURL(url);
      source.setUser(user);
      source.setPassword(password);
      return source;
    }
  };

  private final String drop;

  SqlFlavour(String drop) {
    this.drop = drop;
  }

  abstract String url(ServerAddress address, String database);

  abstract DataSource dataSource(String url, String user, String password);

  /** The statement that drops the database, whoever is connected to it. */
  String drop(String database) {
    return drop.formatted(database);
  }
}
