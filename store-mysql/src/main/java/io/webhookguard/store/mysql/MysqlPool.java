package io.webhookguard.store.mysql;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;
import java.util.regex.Pattern;

/** Opens the pool of a store that has its own. Apart, so that HikariCP is needed only there. */
final class MysqlPool {

  private static final Pattern CREDENTIALS = Pattern.compile("//[^/@]*@");

  private MysqlPool() {}

  /**
   * Connects once without a pool. A pool tries again until its time is up, also where no try can
   * succeed, as with a wrong password.
   */
  static void tryOnce(MysqlConfig config) throws SQLException {
    Properties login = new Properties();
    config.user().ifPresent(user -> login.setProperty("user", user));
    config.password().ifPresent(password -> login.setProperty("password", password));
    login.setProperty("connectTimeout", connectMillis(config));
    DriverManager.getConnection(config.url().orElseThrow(), login).close();
  }

  private static String connectMillis(MysqlConfig config) {
    return Long.toString(config.statementTimeout().toMillis() + 1_000);
  }

  static HikariDataSource open(MysqlConfig config) {
    long millis = config.statementTimeout().toMillis();
    HikariConfig hikari = new HikariConfig();
    hikari.setPoolName("webhook-guard");
    hikari.setJdbcUrl(config.url().orElseThrow());
    config.user().ifPresent(hikari::setUsername);
    config.password().ifPresent(hikari::setPassword);
    hikari.setMaximumPoolSize(config.connections());
    hikari.setMinimumIdle(Math.min(2, config.connections()));
    hikari.setConnectionTimeout(Math.max(250, millis));
    hikari.setInitializationFailTimeout(-1);
    hikari.setAutoCommit(true);
    hikari.addDataSourceProperty("tcpKeepAlive", "true");
    // The server gives a statement up before the driver gives the server up: then it is known that
    // nothing happened.
    hikari.addDataSourceProperty("socketTimeout", Long.toString(millis + 10_000));
    hikari.addDataSourceProperty("connectTimeout", connectMillis(config));
    hikari.setConnectionInitSql(
        "set session innodb_lock_wait_timeout = "
            + Math.max(1, millis / 1000)
            + ", session max_execution_time = "
            + millis);
    return new HikariDataSource(hikari);
  }

  /**
   * Host and database of a URL: what stands before an at sign or behind a question mark may be
   * secret.
   */
  static String addressOf(String url) {
    int end = url.indexOf('?');
    String plain = end < 0 ? url : url.substring(0, end);
    return CREDENTIALS.matcher(plain.substring("jdbc:mysql:".length())).replaceAll("//");
  }
}
