package io.webhookguard.store.mysql;

import io.webhookguard.api.error.ConfigurationException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The settings of a server on which the store's promises rest, by their names.
 *
 * @param values what a session of the store's has; a setting that the server does not know is
 *     missing
 */
record ServerSettings(Map<String, String> values) {

  private static final Pattern VERSION = Pattern.compile("(\\d+)\\.(\\d+)\\.(\\d+)");

  /** Checks of columns are enforced from here on. */
  private static final int OLDEST_MYSQL = 80_016;

  /** Rows that others hold are passed over from here on. */
  private static final int OLDEST_MARIADB = 100_600;

  static ServerSettings of(Connections connections) {
    return connections.look(
        statements -> {
          Map<String, String> values = new HashMap<>();
          statements
              .call(MysqlStatement.SERVER_SETTINGS)
              .list(row -> Map.entry(row.text("variable_name"), row.text("value")))
              .forEach(entry -> values.put(entry.getKey(), entry.getValue()));
          return new ServerSettings(Map.copyOf(values));
        });
  }

  String value(String name) {
    return values.getOrDefault(name, "");
  }

  boolean isOn(String name) {
    String value = value(name);
    return value.equalsIgnoreCase("ON") || value.equals("1");
  }

  boolean isMariaDb() {
    return value("version").toLowerCase(Locale.ROOT).contains("mariadb");
  }

  String product() {
    return (isMariaDb() ? "MariaDB " : "MySQL ") + value("version");
  }

  boolean isNewEnough() {
    Matcher matcher = VERSION.matcher(value("version"));
    if (!matcher.find()) {
      return false;
    }
    int number =
        Integer.parseInt(matcher.group(1)) * 10_000
            + Integer.parseInt(matcher.group(2)) * 100
            + Integer.parseInt(matcher.group(3));
    return number >= (isMariaDb() ? OLDEST_MARIADB : OLDEST_MYSQL);
  }

  boolean isReadOnly() {
    return isOn("read_only") || isOn("super_read_only") || isOn("innodb_read_only");
  }

  /** A statement log cannot be written under READ COMMITTED: every write would fail. */
  boolean refusesReadCommitted() {
    return isOn("log_bin") && value("binlog_format").equalsIgnoreCase("STATEMENT");
  }

  /** Without it, what does not fit a column is cut. */
  boolean isStrict() {
    String mode = value("sql_mode");
    return mode.contains("STRICT_TRANS_TABLES") || mode.contains("STRICT_ALL_TABLES");
  }

  /**
   * Refuses a server on which the rules cannot be kept.
   *
   * @throws ConfigurationException with what to do
   */
  void requireUsable(String place) {
    require(
        isNewEnough(),
        place + " is " + product() + ": use MySQL 8.0.16 or newer (or MariaDB 10.6 or newer)");
    require(
        !isReadOnly(),
        place + " is read-only, as replicas are: connect to the primary, claims are made there");
    require(
        !refusesReadCommitted(),
        place
            + " has binlog_format = STATEMENT, which excludes READ COMMITTED: set it to ROW or"
            + " MIXED");
    require(
        isStrict(),
        place + " has no strict sql_mode and would cut values: add STRICT_TRANS_TABLES to it");
  }

  private static void require(boolean good, String what) {
    if (!good) {
      throw new ConfigurationException(what);
    }
  }
}
