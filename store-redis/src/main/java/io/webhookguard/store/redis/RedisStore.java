package io.webhookguard.store.redis;

import io.webhookguard.api.error.ConfigurationException;
import io.webhookguard.api.error.SchemaMismatchException;
import io.webhookguard.api.error.StoreUnavailableException;
import io.webhookguard.api.ledger.Ledger;
import io.webhookguard.api.ledger.Seals;
import io.webhookguard.api.lock.Lock;
import io.webhookguard.api.store.Capability;
import io.webhookguard.api.store.DurabilityLevel;
import io.webhookguard.api.store.EventStore;
import io.webhookguard.api.store.GuardStore;
import io.webhookguard.api.store.Migration;
import io.webhookguard.api.store.Steps;
import io.webhookguard.api.store.StoreDoctor;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * The store in Redis, on one server, behind Sentinels or in a cluster. Safe for use by many
 * threads.
 *
 * <p>Each transition is one script and one round trip, for a batch too: one for each server that
 * has a part of it. Where an event's lane lives in another partition than the event, its admission
 * and its end take up to two more. What its durability is worth, the servers' settings say: see
 * {@link #doctor()}.
 */
public final class RedisStore implements GuardStore {

  private static final int USUAL_IN_A_CLUSTER = 16;

  private final Data data;
  private final EventStore events;
  private final Ledger ledger;
  private final Seals seals;
  private final Steps steps;
  private final Lock lock;
  private final RedisDoctor doctor;

  private RedisStore(Data data, RedisDoctor doctor) {
    this.data = data;
    this.events = new RedisEventStore(data);
    this.ledger = new RedisLedger(data);
    this.seals = new RedisSeals(data);
    this.steps = new RedisSteps(data);
    this.lock = new ScriptedLock(data);
    this.doctor = doctor;
  }

  /**
   * Opens the store, and creates it if it is not there and the configuration allows it.
   *
   * @throws ConfigurationException if the servers cannot be used: wrong password, rights that are
   *     missing, a certificate that is not trusted, a replica, a version below 7.0, settings under
   *     which events would be thrown out or lost, another number of partitions
   * @throws SchemaMismatchException if there is no store, or one of another version
   * @throws StoreUnavailableException if the servers do not answer
   */
  public static RedisStore open(RedisConfig config) {
    return open(config, nodes -> nodes);
  }

  /** As {@link #open(RedisConfig)}; tests put something between the store and its servers. */
  static RedisStore open(RedisConfig config, UnaryOperator<Nodes> between) {
    return open(config, config.createOnOpen(), false, between);
  }

  /**
   * As {@link #open(RedisConfig)}, for locks alone: where the server may lose them, it may throw
   * them out too.
   */
  static RedisStore openForLocks(RedisConfig config) {
    return open(config, config.createOnOpen(), config.isVolatileAllowed(), nodes -> nodes);
  }

  private static RedisStore open(
      RedisConfig config, boolean create, boolean mayEvict, UnaryOperator<Nodes> between) {
    Servers servers = Servers.of(config);
    boolean open = false;
    try {
      Link link = new Link(between.apply(servers.nodes()), servers.faults(), config.waiting());
      Layout layout = new Layout(config.prefix(), config.url().place());
      int partitions =
          layout.require(
              data(link, config, 1),
              create,
              config.partitions(),
              servers.isCluster() ? USUAL_IN_A_CLUSTER : 1);
      Data data = data(link, config, partitions);
      Layout.requireRights(data, data.partitions().all());
      RedisDoctor doctor = new RedisDoctor(data, layout, servers.isWatched());
      doctor.masters().values().forEach(facts -> requireUsable(config, doctor, facts, mayEvict));
      RedisStore store = new RedisStore(data, doctor);
      open = true;
      return store;
    } finally {
      if (!open) {
        servers.nodes().close();
      }
    }
  }

  private static Data data(Link link, RedisConfig config, int partitions) {
    return new Data(link, new Partitions(config.prefix().text(), partitions), config.clock());
  }

  private static void requireUsable(
      RedisConfig config, RedisDoctor doctor, ServerFacts facts, boolean mayEvict) {
    String place = config.url().place();
    if (!mayEvict && !facts.evictionPolicy().equals("noeviction")) {
      throw new ConfigurationException(
          place
              + " has maxmemory-policy "
              + facts.evictionPolicy()
              + ": it would throw events out for want of room; set it to noeviction");
    }
    if (doctor.level(facts) == DurabilityLevel.VOLATILE && !config.isVolatileAllowed()) {
      throw new ConfigurationException(
          place
              + " keeps nothing when it ends: set appendonly to yes and appendfsync to always, or"
              + " allow a volatile store by name");
    }
  }

  /** Creates the store if it is not there, whatever the configuration says of opening. */
  public static Migration migrate(RedisConfig config) {
    boolean was = isThere(config);
    open(config, true, false, nodes -> nodes).close();
    return was ? new Migration.UpToDate(Layout.VERSION) : new Migration.Created(Layout.VERSION);
  }

  private static boolean isThere(RedisConfig config) {
    Servers servers = Servers.of(config);
    try {
      Link link = new Link(servers.nodes(), servers.faults(), config.waiting());
      Layout layout = new Layout(config.prefix(), config.url().place());
      return layout.read(data(link, config, 1)).version() > 0;
    } finally {
      servers.nodes().close();
    }
  }

  @Override
  public String name() {
    return "redis";
  }

  @Override
  public EventStore events() {
    return events;
  }

  @Override
  public Ledger ledger() {
    return ledger;
  }

  @Override
  public Seals seals() {
    return seals;
  }

  @Override
  public Steps steps() {
    return steps;
  }

  @Override
  public Lock lock() {
    return lock;
  }

  @Override
  public StoreDoctor doctor() {
    return doctor;
  }

  @Override
  public Set<Capability> capabilities() {
    return Set.of(Capability.LANES, Capability.SHARED, Capability.PERSISTENT);
  }

  /** Closes the connections. */
  @Override
  public void close() {
    data.close();
  }
}
