package io.webhookguard.server.config;

import io.webhookguard.api.store.DurabilityLevel;
import io.webhookguard.store.redis.RedisConfig;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.regex.Pattern;

/** Reads where events are kept. */
final class StoreReader {

  private static final String SQLITE = "sqlite:";
  private static final String MEMORY = "memory:";
  private static final String POSTGRES = "jdbc:postgresql:";
  private static final String MYSQL = "jdbc:mysql:";
  private static final List<String> REDIS = List.of("redis://", "rediss://");

  /** What people write who know the server, but not its driver. */
  private static final List<String> WITHOUT_JDBC = List.of("postgresql:", "postgres:", "mysql:");

  private static final String IN_URL =
      "holds a user or a password: they belong into store.user and password";

  private static final String KNOWN =
      "write sqlite:FILE, jdbc:postgresql://HOST/DATABASE, jdbc:mysql://HOST/DATABASE, redis://HOST"
          + " or memory:";

  /**
   * A host, and perhaps more of them, before the name of the database. MySQL's other ways to write
   * hosts, with keys and values in brackets, have a place for a password.
   */
  private static final Pattern ADDRESS = Pattern.compile("//[^/?@()=]+/[^/?]+(\\?.*)?");

  private static final Pattern CREDENTIALS =
      Pattern.compile(
          "//[^/?]*@.*|.*[?&(,](user|password[123]?|sslpassword)=.*", Pattern.CASE_INSENSITIVE);

  private final Section store;
  private final ConfigFile.Purpose purpose;

  StoreReader(Section store, ConfigFile.Purpose purpose) {
    this.store = store;
    this.purpose = purpose;
  }

  /** Reads everything but what the section says of times. Problems leave a place in memory. */
  StoreConfig read() {
    Optional<StorePlace> place = place(store.text("url").orElse("sqlite:./guard.db"));
    store.unavailable("ledger-retention", "400d", "0");
    // Whoever asks for a store in memory knows what it forgets.
    DurabilityLevel fallback =
        place.filter(StorePlace.InMemory.class::isInstance).isPresent()
            ? DurabilityLevel.VOLATILE
            : DurabilityLevel.DURABLE;
    return new StoreConfig(
        place.orElseGet(StorePlace.InMemory::new),
        store.choice("minimum", fallback),
        store.flag("migrate", true));
  }

  private Optional<StorePlace> place(String url) {
    if (url.startsWith(POSTGRES)) {
      return database(url, POSTGRES, StorePlace.PostgresDatabase::new);
    }
    if (url.startsWith(MYSQL)) {
      return database(url, MYSQL, StorePlace.MysqlDatabase::new);
    }
    if (startOf(url, REDIS).isPresent()) {
      return redis(url);
    }
    if (url.startsWith(SQLITE)) {
      requireNoLogin();
      return sqliteFile(url.substring(SQLITE.length()));
    }
    if (url.equals(MEMORY)) {
      requireNoLogin();
      return Optional.of(new StorePlace.InMemory());
    }
    store.problem("url", unknown(url));
    login(); // which may be right for the store that is meant
    return Optional.empty();
  }

  private Optional<StorePlace> database(
      String url, String start, BiFunction<String, Login, StorePlace> kind) {
    Login login = login();
    return isServerUrl(url, start) ? Optional.of(kind.apply(url, login)) : Optional.empty();
  }

  /** One server, several of a cluster, or Sentinels and the name of their master. */
  private Optional<StorePlace> redis(String url) {
    Login login = login();
    if (url.contains("@")) {
      store.problem("url", IN_URL);
      return Optional.empty();
    }
    try {
      RedisConfig.at(url);
      return Optional.of(new StorePlace.RedisServers(url, login));
    } catch (IllegalArgumentException e) {
      store.problem("url", String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }

  /** The sample file of the documentation stays valid when its URL is changed and changed back. */
  private void requireNoLogin() {
    store.idle("user", "belongs to stores on a server", "guard", "");
    store.idle("password", "belongs to stores on a server", "");
  }

  /** Says why it is no store's URL. What was written may hold a password: it is not repeated. */
  private static String unknown(String url) {
    return startOf(url, WITHOUT_JDBC)
        .map(kind -> "lacks its beginning: " + KNOWN)
        .orElse("is no store that is known here: " + KNOWN);
  }

  private static Optional<String> startOf(String url, List<String> starts) {
    return starts.stream().filter(url::startsWith).findFirst();
  }

  private Optional<StorePlace> sqliteFile(String name) {
    if (name.isBlank()) {
      store.problem("url", "names no file: write sqlite:FILE, such as sqlite:./guard.db");
      return Optional.empty();
    }
    try {
      return Optional.of(new StorePlace.SqliteFile(Path.of(name)));
    } catch (InvalidPathException e) {
      store.problem("url", "does not name a file that this system can have");
      return Optional.empty();
    }
  }

  /**
   * An empty user or password is none, as where a variable's default is empty. Whoever opens no
   * store may not have what its login names of the environment.
   */
  private Login login() {
    if (purpose == ConfigFile.Purpose.DESCRIBE) {
      store.has("user");
      store.has("password");
      return new Login(Optional.empty(), Optional.empty());
    }
    return new Login(
        store.text("user").filter(user -> !user.isEmpty()),
        store.text("password").filter(password -> !password.isEmpty()));
  }

  private boolean isServerUrl(String url, String start) {
    String address = url.substring(start.length());
    if (CREDENTIALS.matcher(address).matches()) {
      store.problem("url", IN_URL);
      return false;
    }
    if (!ADDRESS.matcher(address).matches()) {
      store.problem("url", "names no host and database: write " + start + "//HOST:PORT/DATABASE");
      return false;
    }
    return true;
  }
}
