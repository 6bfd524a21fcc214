package io.webhookguard.server.gateway;

import io.webhookguard.api.store.DurabilityLevel;
import io.webhookguard.api.store.GuardStore;
import io.webhookguard.core.WebhookGuard;
import io.webhookguard.server.config.GatewayConfig;
import io.webhookguard.server.config.InvalidConfigException;
import io.webhookguard.server.config.ServerConfig;
import io.webhookguard.server.http.HttpLimits;
import io.webhookguard.server.http.Listeners;
import io.webhookguard.server.http.Port;
import io.webhookguard.server.http.PortException;
import io.webhookguard.server.metrics.GatewayMeters;
import io.webhookguard.servlet.FrontLimits;
import io.webhookguard.servlet.GuardServlet;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One running gateway.
 *
 * <p>It starts in an order in which nothing has to be undone that others saw: the ports are taken,
 * the store is opened and judged, then events run, and only then requests are served. It stops in
 * the opposite order.
 */
public final class Gateway {

  private static final Logger LOG = LoggerFactory.getLogger(Gateway.class);

  /** Senders must not use up the time of forwards that run: what breaks off, comes again. */
  private static final Duration INTAKE_GRACE = Duration.ofSeconds(2);

  private static final Duration STOP_MARGIN = Duration.ofSeconds(5);

  private final GatewayConfig config;
  private final GuardStore store;
  private final WebhookGuard guard;
  private final GatewayMeters meters;
  private final Listeners listeners;

  private Gateway(
      GatewayConfig config,
      GuardStore store,
      WebhookGuard guard,
      GatewayMeters meters,
      Listeners listeners) {
    this.config = config;
    this.store = store;
    this.guard = guard;
    this.meters = meters;
    this.listeners = listeners;
  }

  /**
   * Limits that no configuration file sets.
   *
   * @param intake of the intake's port
   * @param admin of the admin port
   * @param front of the requests behind the intake
   */
  public record Limits(HttpLimits intake, HttpLimits admin, FrontLimits front) {

    /** The limits of a gateway in production. */
    public static final Limits DEFAULT =
        new Limits(HttpLimits.INTAKE, HttpLimits.ADMIN, FrontLimits.DEFAULT);
  }

  /**
   * Starts a gateway.
   *
   * @throws StartException if it cannot start; nothing is left running then
   * @throws InvalidConfigException if the configuration does not fit together
   * @throws io.webhookguard.api.error.GuardException if the store cannot be used
   */
  public static Gateway start(GatewayConfig config, Limits limits)
      throws StartException, InvalidConfigException {
    ServerConfig server = config.server();
    Port intake = take(server.bind(), server.port(), "server");
    try {
      Port admin = take(server.adminBind(), server.adminPort(), "server.admin");
      try {
        return start(config, limits, intake, admin);
      } catch (StartException | InvalidConfigException | RuntimeException e) {
        admin.close();
        throw e;
      }
    } catch (StartException | InvalidConfigException | RuntimeException e) {
      intake.close();
      throw e;
    }
  }

  private static Port take(String bind, int port, String section) throws StartException {
    try {
      return Port.take(bind, port, section);
    } catch (PortException e) {
      throw new StartException(String.valueOf(e.getMessage()), e);
    }
  }

  private static Gateway start(GatewayConfig config, Limits limits, Port intake, Port admin)
      throws StartException, InvalidConfigException {
    GuardStore store = Stores.open(config.store());
    GatewayMeters meters = new GatewayMeters();
    try {
      requireDurability(store, config.store().minimum());
      WebhookGuard guard = Assembly.forwarding(config, store, meters.observer());
      meters.watch(guard::readiness);
      Listeners listeners =
          Listeners.of(
              intake,
              limits.intake(),
              new GuardServlet(guard, limits.front()),
              admin,
              limits.admin(),
              guard::readiness,
              meters::scrape);
      Gateway gateway = new Gateway(config, store, guard, meters, listeners);
      gateway.serve();
      return gateway;
    } catch (StartException | InvalidConfigException | RuntimeException e) {
      meters.close();
      store.close();
      throw e;
    }
  }

  private static void requireDurability(GuardStore store, DurabilityLevel minimum)
      throws StartException {
    DurabilityLevel level = store.doctor().examine().level();
    if (level.compareTo(minimum) < 0) {
      throw new StartException(
          "the store is "
              + level
              + ", below store.minimum ("
              + minimum
              + "): see guard doctor, or lower the minimum");
    }
  }

  private void serve() throws StartException {
    guard.start();
    try {
      listeners.start();
    } catch (Exception e) {
      listeners.stopIntake(Duration.ZERO);
      listeners.stopAdmin();
      stopGuard(Duration.ZERO);
      throw new StartException("the HTTP server did not start: " + e.getMessage(), e);
    }
  }

  /** Says where it can be reached. */
  public String readyLine() {
    return "guard ready: intake " + listeners.intakeUrl() + " admin " + listeners.adminUrl();
  }

  /** The URL of the intake. */
  public String intakeUrl() {
    return listeners.intakeUrl();
  }

  /** The URL of health and metrics. */
  public String adminUrl() {
    return listeners.adminUrl();
  }

  /**
   * Stops: no new requests, running attempts get the configured time, everything is closed.
   *
   * @return whether all of it went well
   */
  public boolean stop() {
    Duration drain = config.server().drain();
    long begin = System.nanoTime();
    listeners.stopIntake(drain.compareTo(INTAKE_GRACE) < 0 ? drain : INTAKE_GRACE);
    Duration left = drain.minusNanos(System.nanoTime() - begin);
    boolean clean = stopGuard(left.isNegative() ? Duration.ZERO : left);
    listeners.stopAdmin();
    meters.close();
    store.close();
    return clean;
  }

  private boolean stopGuard(Duration drain) {
    try {
      guard
          .stop(drain)
          .toCompletableFuture()
          .get(drain.plus(STOP_MARGIN).toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      LOG.warn("the guard did not stop in time; what still runs is left to its lease");
    } finally {
      guard.close();
    }
    return false;
  }
}
