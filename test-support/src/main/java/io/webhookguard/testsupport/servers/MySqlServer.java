package io.webhookguard.testsupport.servers;

import java.nio.file.Path;
import java.util.Map;

/** A MySQL server that really writes what it commits. Safe for use by many threads. */
public final class MySqlServer {

  private final ServerAddress address;

  private MySqlServer(ServerAddress address) {
    this.address = address;
  }

  /**
   * The server that all tests of this build share. Without one the test that asks is skipped with
   * the reason, or fails where {@code CI} is {@code true}.
   */
  public static MySqlServer shared() {
    return new MySqlServer(
        SharedServer.of(ServerKind.MYSQL, address -> new MySqlServer(address).durableVersion()));
  }

  /** Starts a server of the test's own in an empty folder; its owner may kill it. */
  public static PrivateServer<MySqlServer> startPrivate(Path folder) {
    return startPrivate(folder, Map.of());
  }

  /**
   * Starts a server of the test's own, whose owner may kill it. It is always one of the bundled
   * programs; where they do not run, the test is skipped or fails as with the shared server.
   *
   * @param folder an empty folder, or one of an earlier private server that has ended
   * @param options settings by MySQL's names, such as {@code super_read_only}
   */
  public static PrivateServer<MySqlServer> startPrivate(Path folder, Map<String, String> options) {
    return PrivateServer.start(ServerKind.MYSQL, folder, options, MySqlServer::new);
  }

  /** Makes an empty database, so that tests do not meet. */
  public Database freshDatabase() {
    return Database.make(SqlFlavour.MYSQL, address);
  }

  /** The server's version, such as {@code 8.0.31}. */
  public String version() {
    return setting("version");
  }

  /** The server's value of a setting, which new connections start from. */
  public String setting(String name) {
    return Database.ofOwner(SqlFlavour.MYSQL, address).ask("select @@global." + name);
  }

  public String host() {
    return address.host();
  }

  public int port() {
    return address.port();
  }

  /** The version, once the server has said that it writes what it commits. */
  String durableVersion() {
    String flush = "innodb_flush_log_at_trx_commit";
    address.require(flush, "1", setting(flush));
    address.require("sync_binlog", "1", setting("sync_binlog"));
    return version();
  }
}
