package io.webhookguard.testsupport.servers;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import javax.sql.DataSource;

/**
 * An empty database of a test's own on a real server, dropped when it is closed.
 *
 * <p>What is left open ends with the server, except on a server that the environment names. Safe
 * for use by many threads.
 */
public final class Database implements AutoCloseable {

  private static final String SEPARATOR = "\t";

  private final SqlFlavour flavour;
  private final ServerAddress address;
  private final String name;

  private Database(SqlFlavour flavour, ServerAddress address, String name) {
    this.flavour = flavour;
    this.address = address;
    this.name = name;
  }

  /** Makes a database whose name no other has. */
  static Database make(SqlFlavour flavour, ServerAddress address) {
    byte[] random = new byte[8];
    ThreadLocalRandom.current().nextBytes(random);
    String name = "guard_" + HexFormat.of().formatHex(random);
    run(ofOwner(flavour, address), List.of("create database " + name));
    return new Database(flavour, address, name);
  }

  /** The database of this {@link #address}. */
  public static Database at(String address) {
    String[] words = address.split(SEPARATOR, -1);
    return new Database(
        SqlFlavour.valueOf(words[0]),
        new ServerAddress(
            words[2], words[3], Integer.parseInt(words[4]), words[5], words[6], words[7]),
        words[1]);
  }

  /** The database in which a server's owner starts, which is not made and must not be closed. */
  static Database ofOwner(SqlFlavour flavour, ServerAddress address) {
    return new Database(flavour, address, address.database());
  }

  /** The database's name, in small letters. */
  public String name() {
    return name;
  }

  /** The URL without user and password. */
  public String jdbcUrl() {
    return flavour.url(address, name);
  }

  /** What another process needs to be told to reach it, in one argument. */
  public String address() {
    return String.join(
        SEPARATOR,
        flavour.name(),
        name,
        address.origin(),
        address.host(),
        Integer.toString(address.port()),
        address.user(),
        address.password(),
        address.database());
  }

  /** Where its server listens. */
  public String host() {
    return address.host();
  }

  public int port() {
    return address.port();
  }

  /** A user who may do everything on this server. */
  public String user() {
    return address.user();
  }

  public String password() {
    return address.password();
  }

  /** The same database by another way, such as through a proxy on this machine. */
  public Database through(int port) {
    return new Database(flavour, address.at("127.0.0.1", port), name);
  }

  /** A source that opens a new connection each time it is asked. */
  public DataSource dataSource() {
    return flavour.dataSource(jdbcUrl(), user(), password());
  }

  /** Opens a connection; the caller closes it. */
  public Connection connect() throws SQLException {
    return dataSource().getConnection();
  }

  /** Runs one statement in a connection of its own, committed at once. */
  public void run(String sql) {
    run(this, List.of(sql));
  }

  /**
   * The first column of the query's first row, as text.
   *
   * @throws IllegalStateException when there is no row or no value
   */
  public String ask(String query) {
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      String value = rows.next() ? rows.getString(1) : null;
      if (value == null) {
        throw new IllegalStateException("no answer to " + query);
      }
      return value;
    } catch (SQLException e) {
      throw new IllegalStateException(query + " failed on " + jdbcUrl(), e);
    }
  }

  private static void run(Database database, List<String> statements) {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    } catch (SQLException e) {
      throw new IllegalStateException(statements + " failed on " + database.jdbcUrl(), e);
    }
  }

  /** Drops it, and ends whatever connection is still open. */
  @Override
  public void close() {
    run(ofOwner(flavour, address), flavour.drop(name));
  }
}
