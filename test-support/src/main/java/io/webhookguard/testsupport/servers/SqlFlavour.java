package io.webhookguard.testsupport.servers;

import com.mysql.cj.jdbc.MysqlDataSource;
import java.util.List;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/** Where SQL servers differ for somebody who makes, reaches and drops databases. */
enum SqlFlavour {
  POSTGRES {
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

    @Override
    List<String> drop(String database) {
      return List.of("drop database if exists " + database + " with (force)");
    }
  },
  MYSQL {
    @Override
    String url(ServerAddress address, String database) {
      return "jdbc:mysql://%s:%d/%s?sslMode=DISABLED&allowPublicKeyRetrieval=true"
          .formatted(address.host(), address.port(), database);
    }

    @Override
    DataSource dataSource(String url, String user, String password) {
      MysqlDataSource source = new MysqlDataSource();
      source.setUrl(url);
      source.setUser(user);
      source.setPassword(password);
      return source;
    }

    /** It waits for open transactions, by default for a year. */
    @Override
    List<String> drop(String database) {
      return List.of("set session lock_wait_timeout = 30", "drop database if exists " + database);
    }
  };

  abstract String url(ServerAddress address, String database);

  abstract DataSource dataSource(String url, String user, String password);

  /** The statements that drop the database, in one session, though others are connected to it. */
  abstract List<String> drop(String database);
}
