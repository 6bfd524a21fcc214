package io.webhookguard.store.redis;

import io.webhookguard.api.store.DurabilityLevel;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Where a Redis store is and how it behaves. Immutable; made by {@link #at}.
 *
 * <p>Whether the servers are one, watched by Sentinels or a cluster, they say themselves.
 */
public final class RedisConfig {

  /** The most connections to each server. */
  public static final int MAX_CONNECTIONS = 256;

  /** The longest that a call may take. */
  public static final Duration MAX_TIMEOUT = Duration.ofMinutes(5);

  /** The most partitions. */
  public static final int MAX_PARTITIONS = RedisLedger.MOST_PARTITIONS;

  private final RedisUrl url;
  private final Optional<String> user;
  private final Optional<String> password;
  private final Optional<String> sentinelMaster;
  private final KeyPrefix prefix;
  private final OptionalInt partitions;
  private final int connections;
  private final Duration timeout;
  private final boolean createOnOpen;
  private final boolean volatileAllowed;
  private final Link.Waiting waiting;
  private final Optional<InstantSource> clock;

  private RedisConfig(Builder builder) {
    this.url = builder.url;
    this.user = builder.user;
    this.password = builder.password;
    this.sentinelMaster = builder.sentinelMaster;
    this.prefix = builder.prefix;
    this.partitions = builder.partitions;
    this.connections = builder.connections;
    this.timeout = builder.timeout;
    this.createOnOpen = builder.createOnOpen;
    this.volatileAllowed = builder.volatileAllowed;
    this.waiting = builder.waiting;
    this.clock = builder.clock;
  }

  /**
   * Starts the configuration of a store.
   *
   * @param url {@code redis://[user:password@]host[:port][/database]}, {@code rediss://} for TLS;
   *     for a cluster or Sentinels any of their servers, divided by commas; behind a question mark
   *     {@code master=NAME}, {@code partitions=NUMBER} and, for TLS, {@code ca=FILE}: certificates
   *     in PEM of those who sign the servers', in place of whom the JVM trusts
   * @throws IllegalArgumentException if it is no such URL
   */
  public static Builder at(String url) {
    return new Builder(RedisUrl.parse(url));
  }

  RedisUrl url() {
    return url;
  }

  Optional<String> user() {
    return user;
  }

  Optional<String> password() {
    return password;
  }

  Optional<String> sentinelMaster() {
    return sentinelMaster;
  }

  KeyPrefix prefix() {
    return prefix;
  }

  OptionalInt partitions() {
    return partitions;
  }

  int connections() {
    return connections;
  }

  Duration timeout() {
    return timeout;
  }

  boolean createOnOpen() {
    return createOnOpen;
  }

  boolean isVolatileAllowed() {
    return volatileAllowed;
  }

  Link.Waiting waiting() {
    return waiting;
  }

  Optional<InstantSource> clock() {
    return clock;
  }

  /** Names the servers, and nothing that is secret. */
  @Override
  public String toString() {
    return url.place();
  }

  /** Collects settings; what is not set has its default. */
  public static final class Builder {

    private final RedisUrl url;
    private Optional<String> user;
    private Optional<String> password;
    private Optional<String> sentinelMaster;
    private KeyPrefix prefix = KeyPrefix.DEFAULT;
    private OptionalInt partitions = OptionalInt.empty();
    private int connections = 8;
    private Duration timeout = Duration.ofSeconds(5);
    private boolean createOnOpen = true;
    private boolean volatileAllowed;
    private Link.Waiting waiting = Link.Waiting.NOT_AT_ALL;
    private Optional<InstantSource> clock = Optional.empty();

    private Builder(RedisUrl url) {
      this.url = url;
      this.user = url.user();
      this.password = url.password();
      this.sentinelMaster = url.sentinelMaster();
      url.partitions().ifPresent(this::partitions);
    }

    /**
     * The ACL user who connects; from the URL or the server's default user if it is not set.
     * Without a password it must be one who needs none.
     */
    public Builder user(String wanted) {
      this.user = Optional.of(wanted);
      return this;
    }

    /** The user's password. It appears in no message. */
    public Builder password(String wanted) {
      this.password = Optional.of(wanted);
      return this;
    }

    /** The name by which Sentinels know the master, where the URL names Sentinels. */
    public Builder sentinelMaster(String wanted) {
      this.sentinelMaster = Optional.of(wanted);
      return this;
    }

    /** What all keys begin with; {@code guard:} by default. */
    public Builder prefix(KeyPrefix wanted) {
      this.prefix = wanted;
      return this;
    }

    /**
     * Into how many parts a new store is divided, each of which one master has; it stays so for
     * ever. By default what is there already, else 1 on one server and 16 in a cluster.
     *
     * @throws IllegalArgumentException unless it is 1 to {@link #MAX_PARTITIONS}
     */
    public Builder partitions(int wanted) {
      if (wanted < 1 || wanted > MAX_PARTITIONS) {
        throw new IllegalArgumentException(
            "the number of partitions is 1 to " + MAX_PARTITIONS + ", got " + wanted);
      }
      this.partitions = OptionalInt.of(wanted);
      return this;
    }

    /**
     * The most connections to each server; 8 by default. One call carries many callers and the
     * server runs one at a time, so more gain little.
     *
     * @throws IllegalArgumentException unless it is 1 to {@link #MAX_CONNECTIONS}
     */
    public Builder connections(int wanted) {
      if (wanted < 1 || wanted > MAX_CONNECTIONS) {
        throw new IllegalArgumentException(
            "the number of connections is 1 to " + MAX_CONNECTIONS + ", got " + wanted);
      }
      this.connections = wanted;
      return this;
    }

    /**
     * How long a call waits for a connection, and for the server's answer; 5 s by default.
     *
     * @throws IllegalArgumentException unless it is 100 ms to {@link #MAX_TIMEOUT}
     */
    public Builder timeout(Duration wanted) {
      if (wanted.toMillis() < 100 || wanted.compareTo(MAX_TIMEOUT) > 0) {
        throw new IllegalArgumentException(
            "the timeout is 100 ms to " + MAX_TIMEOUT + ", got " + wanted);
      }
      this.timeout = wanted;
      return this;
    }

    /** Whether opening creates the store if it is not there; true by default. */
    public Builder createOnOpen(boolean wanted) {
      this.createOnOpen = wanted;
      return this;
    }

    /**
     * Allows servers that are {@link DurabilityLevel#VOLATILE}: whatever was acknowledged is gone
     * when they end. For tests, caches of duplicates, and a {@link RedisLock} that only delays.
     */
    public Builder allowVolatile() {
      this.volatileAllowed = true;
      return this;
    }

    /**
     * After each write, waits until so many replicas have it. If they do not in time, the outcome
     * is unknown: the write may stay or be lost with the master. That narrows what a failover
     * loses, and does not end it.
     *
     * @throws IllegalArgumentException unless replicas are 1 to 10 and the time 1 ms to 60 s
     */
    public Builder waitForReplicas(int replicas, Duration atMost) {
      if (replicas < 1 || replicas > 10 || atMost.toMillis() < 1 || atMost.toSeconds() > 60) {
        throw new IllegalArgumentException("a write waits for 1 to 10 replicas, for 1 ms to 60 s");
      }
      this.waiting = new Link.Waiting(replicas, Math.toIntExact(atMost.toMillis()));
      return this;
    }

    /** A clock in place of the servers', for tests. */
    public Builder clock(InstantSource wanted) {
      this.clock = Optional.of(wanted);
      return this;
    }

    /** The configuration. */
    public RedisConfig build() {
      return new RedisConfig(this);
    }
  }
}
