package io.webhookguard.server.gateway;

import io.webhookguard.api.error.ConfigurationException;
import io.webhookguard.api.event.Route;
import io.webhookguard.api.store.GuardStore;
import io.webhookguard.core.GuardObserver;
import io.webhookguard.core.WebhookGuard;
import io.webhookguard.core.handler.Handler;
import io.webhookguard.core.ledger.Ed25519;
import io.webhookguard.core.ledger.Sealing;
import io.webhookguard.server.config.GatewayConfig;
import io.webhookguard.server.config.InvalidConfigException;
import io.webhookguard.server.config.LedgerConfig;
import io.webhookguard.server.config.SourceConfig;
import io.webhookguard.server.forward.HttpForwarder;
import io.webhookguard.server.ledger.FileAnchor;
import java.io.IOException;
import java.nio.file.Files;
import java.time.InstantSource;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Builds guards from a configuration. */
public final class Assembly {

  private static final String EVERY_TYPE = "*";
  private static final int CLIENT_THREADS = 4;
  private static final int CLIENT_QUEUE = 10_000;
  private static final long IDLE_SECONDS = 30;

  private Assembly() {}

  /**
   * A guard that forwards, not yet started.
   *
   * @throws InvalidConfigException if settings do not fit together
   */
  static WebhookGuard forwarding(GatewayConfig config, GuardStore store, GuardObserver observer)
      throws InvalidConfigException {
    Executor executor = clientThreads();
    return build(
        config,
        store,
        observer,
        sealing(config.ledger()),
        to -> new HttpForwarder(to.url(), to.timeout(), executor, InstantSource.system()));
  }

  /**
   * A guard that looks at a store and changes events in it, and is never started.
   *
   * @throws InvalidConfigException if settings do not fit together
   */
  public static WebhookGuard inspecting(GatewayConfig config, GuardStore store)
      throws InvalidConfigException {
    Handler none =
        context -> {
          throw new IllegalStateException("a command runs no events");
        };
    return build(config, store, GuardObserver.NONE, Sealing.DEFAULT, to -> none);
  }

  private static Sealing sealing(LedgerConfig config) throws InvalidConfigException {
    Sealing sealing = Sealing.DEFAULT;
    try {
      if (config.signingKey().isPresent()) {
        String pem = Files.readString(config.signingKey().get());
        sealing = sealing.signedBy(Ed25519.signer(Ed25519.privateKey(pem)));
      }
      if (config.anchor().isPresent()) {
        sealing = sealing.anchoredAt(new FileAnchor(config.anchor().get()));
      }
      return sealing;
    } catch (ConfigurationException e) {
      throw new InvalidConfigException(
          new ConfigurationException("ledger.signing-key: " + e.getMessage(), e));
    } catch (IOException e) {
      throw new InvalidConfigException(
          new ConfigurationException("ledger.signing-key cannot be read: " + e.getMessage(), e));
    }
  }

  /** Asks nothing of the store: what is wrong here is wrong in the file. */
  private static WebhookGuard build(
      GatewayConfig config,
      GuardStore store,
      GuardObserver observer,
      Sealing sealing,
      Forwarders forwarders)
      throws InvalidConfigException {
    WebhookGuard.Builder builder =
        WebhookGuard.builder()
            .store(store)
            .settings(config.settings())
            .sealing(sealing)
            .observer(observer);
    try {
      for (SourceConfig source : config.sources()) {
        builder.source(source.toSource(config.server().maxBodyBytes()));
        builder.handler(
            source.name(),
            Route.MAIN_CONSUMER,
            EVERY_TYPE,
            forwarders.to(source.forward()),
            source.policy());
        builder.flow(Route.main(source.name()), source.flow());
      }
      return builder.build();
    } catch (ConfigurationException e) {
      throw new InvalidConfigException(e);
    }
  }

  /** The HTTP clients' tasks are small and never wait. */
  private static Executor clientThreads() {
    ThreadPoolExecutor threads =
        new ThreadPoolExecutor(
            CLIENT_THREADS,
            CLIENT_THREADS,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(CLIENT_QUEUE),
            task -> {
              Thread thread = new Thread(task, "guard-forward");
              thread.setDaemon(true);
              return thread;
            });
    threads.allowCoreThreadTimeOut(true);
    return threads;
  }
}
