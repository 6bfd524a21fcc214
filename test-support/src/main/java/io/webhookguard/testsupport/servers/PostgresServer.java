package io.webhookguard.testsupport.servers;

import java.nio.file.Path;
import java.util.Map;

/** A PostgreSQL server that really writes what it commits. Safe for use by many threads. */
public final class PostgresServer {

  private final ServerAddress address;

  private PostgresServer(ServerAddress address) {
    this.address = address;
  }

  /**
   * The server that all tests of this build share. Without one the test that asks is skipped with
   * the reason, or fails where {@code CI} is {@code true}.
   */
  public static PostgresServer shared() {
    return new PostgresServer(
        SharedServer.of(
            ServerKind.POSTGRES, address -> new PostgresServer(address).durableVersion()));
  }

  /** Starts a server of the test's own in an empty folder; its owner may kill it. */
  public static PrivateServer<PostgresServer> startPrivate(Path folder) {
    return startPrivate(folder, Map.of());
  }

  /**
   * Starts a server of the test's own, whose owner may kill it. It is always one of the bundled
   * programs; where they do not run, the test is skipped or fails as with the shared server.
   *
   * @param folder an empty folder, or one of an earlier private server that has ended
   * @param options settings by PostgreSQL's names, such as {@code default_transaction_read_only}
   */
  public static PrivateServer<PostgresServer> startPrivate(
      Path folder, Map<String, String> options) {
    return PrivateServer.start(ServerKind.POSTGRES, folder, options, PostgresServer::new);
  }

  /** Makes an empty database, so that tests do not meet. */
  public Database freshDatabase() {
    return Database.make(SqlFlavour.POSTGRES, address);
  }

  /** The server's version, such as {@code 17.11}. */
  public String version() {
    return setting("server_version");
  }

  /** The value of a setting as a new connection finds it. */
  public String setting(String name) {
    return Database.ofOwner(SqlFlavour.POSTGRES, address)
        .ask("select current_setting('" + name + "')");
  }

  public String host() {
    return address.host();
  }

  public int port() {
    return address.port();
  }

  /** The version, once the server has said that it writes what it commits. */
  String durableVersion() {
    address.require("fsync", "on", setting("fsync"));
    address.require("synchronous_commit", "on", setting("synchronous_commit"));
    return version();
  }
}
