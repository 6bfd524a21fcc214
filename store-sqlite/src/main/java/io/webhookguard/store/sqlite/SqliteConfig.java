package io.webhookguard.store.sqlite;

import io.webhookguard.store.sql.TablePrefix;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Where a SQLite store is and how it behaves. Immutable; made by {@link #at}.
 *
 * <p>What its durability rests on (write-ahead log, full sync) is not a setting.
 */
public final class SqliteConfig {

  /** The longest busy timeout: beyond it, callers have long given up. */
  public static final Duration MAX_BUSY_TIMEOUT = Duration.ofMinutes(1);

  /** The most connections for reading. */
  public static final int MAX_READERS = 64;

  private final Path file;
  private final TablePrefix prefix;
  private final Duration busyTimeout;
  private final int readers;
  private final boolean migrateOnOpen;
  private final Optional<InstantSource> clock;

  private SqliteConfig(Builder builder) {
    this.file = builder.file.toAbsolutePath().normalize();
    this.prefix = builder.prefix;
    this.busyTimeout = builder.busyTimeout;
    this.readers = builder.readers;
    this.migrateOnOpen = builder.migrateOnOpen;
    this.clock = builder.clock;
  }

  /** Starts the configuration of the store in this file. */
  public static Builder at(Path file) {
    return new Builder(file);
  }

  /** The database file, absolute. */
  public Path file() {
    return file;
  }

  /** What the names of all tables begin with. */
  public TablePrefix prefix() {
    return prefix;
  }

  /** How long a write waits for the one writer there can be. */
  public Duration busyTimeout() {
    return busyTimeout;
  }

  /** The most connections for reading. */
  public int readers() {
    return readers;
  }

  /** Whether opening applies missing migrations. */
  public boolean migrateOnOpen() {
    return migrateOnOpen;
  }

  /** The store's clock, if it is not the database's. */
  public Optional<InstantSource> clock() {
    return clock;
  }

  /** Collects settings; what is not set has its default. */
  public static final class Builder {

    private final Path file;
    private TablePrefix prefix = TablePrefix.DEFAULT;
    private Duration busyTimeout = Duration.ofSeconds(5);
    private int readers = 4;
    private boolean migrateOnOpen = true;
    private Optional<InstantSource> clock = Optional.empty();

    private Builder(Path file) {
      this.file = file;
    }

    /** What the names of all tables begin with; {@code guard_} by default. */
    public Builder prefix(TablePrefix wanted) {
      this.prefix = wanted;
      return this;
    }

    /**
     * How long a write waits for its turn, and once more for another process; 5 s by default.
     *
     * @throws IllegalArgumentException unless it is 1 ms to {@link #MAX_BUSY_TIMEOUT}
     */
    public Builder busyTimeout(Duration wanted) {
      if (wanted.toMillis() < 1 || wanted.compareTo(MAX_BUSY_TIMEOUT) > 0) {
        throw new IllegalArgumentException(
            "the busy timeout is 1 ms to " + MAX_BUSY_TIMEOUT + ", got " + wanted);
      }
      this.busyTimeout = wanted;
      return this;
    }

    /**
     * The most connections for reading; 4 by default.
     *
     * @throws IllegalArgumentException unless it is 1 to {@link #MAX_READERS}
     */
    public Builder readers(int wanted) {
      if (wanted < 1 || wanted > MAX_READERS) {
        throw new IllegalArgumentException(
            "the number of readers is 1 to " + MAX_READERS + ", got " + wanted);
      }
      this.readers = wanted;
      return this;
    }

    /** Whether opening creates the file and applies missing migrations; true by default. */
    public Builder migrateOnOpen(boolean wanted) {
      this.migrateOnOpen = wanted;
      return this;
    }

    /** A clock in place of the database's, for tests. */
    public Builder clock(InstantSource wanted) {
      this.clock = Optional.of(wanted);
      return this;
    }

    /** The configuration. */
    public SqliteConfig build() {
      return new SqliteConfig(this);
    }
  }
}
