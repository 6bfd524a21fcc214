package io.webhookguard.server.config;

import io.webhookguard.api.event.Names;
import io.webhookguard.api.event.Payload;
import io.webhookguard.core.Settings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads the whole file into a {@link GatewayConfig}, reporting what is wrong on the way.
 *
 * <p>Keys whose feature is not there yet are refused, unless they ask for what happens anyway: a
 * setting that does nothing must not look like one that does.
 */
final class ConfigReader {

  private static final int MAX_PORT = 65_535;
  private static final int MAX_SOURCES = 200;
  private static final Duration LONGEST_DRAIN = Duration.ofHours(1);
  private static final Duration SHORTEST_POLL = Duration.ofMillis(10);

  private final ConfigFile.Purpose purpose;

  ConfigReader(ConfigFile.Purpose purpose) {
    this.purpose = purpose;
  }

  /** Nothing if a problem left no value to go on with. */
  Optional<GatewayConfig> read(Section file) {
    try (file;
        Section server = file.sectionOrEmpty("server");
        Section store = file.sectionOrEmpty("store")) {
      ServerConfig serverConfig = readServer(server);
      StoreConfig storeConfig = new StoreReader(store, purpose).read();
      Optional<Settings> settings = readSettings(file, store);
      LedgerConfig ledger = readLedger(file);
      List<SourceConfig> sources = readSources(file);
      return settings.map(
          limits -> new GatewayConfig(serverConfig, storeConfig, limits, ledger, sources));
    }
  }

  private ServerConfig readServer(Section server) {
    try (Section admin = server.sectionOrEmpty("admin")) {
      admin.unavailable("tokens");
      Duration drain = server.duration("drain", Duration.ofSeconds(20));
      if (drain.compareTo(LONGEST_DRAIN) > 0) {
        server.problem("drain", "is at most 1h");
      }
      ServerConfig config =
          new ServerConfig(
              server.text("bind").orElse("127.0.0.1"),
              server.integer("port", 8080, 0, MAX_PORT),
              admin.text("bind").orElse("127.0.0.1"),
              admin.integer("port", 8081, 0, MAX_PORT),
              server.bytes("max-body", 1024 * 1024, Payload.MAX_BYTES),
              drain);
      if (config.port() != 0 && config.port() == config.adminPort()) {
        server.problem("port", config.port() + " is the admin port too: give each its own");
      }
      return config;
    }
  }

  private Optional<Settings> readSettings(Section file, Section store) {
    Settings usual = Settings.DEFAULT;
    Duration lease = store.duration("lease", usual.lease());
    Duration dedup = store.duration("dedup-horizon", usual.dedupHorizon());
    Duration payloads = store.duration("payload-retention", usual.payloadRetention());
    Duration poll = file.duration("poll", usual.poll());
    int workers = file.integer("workers", usual.workers(), 1, Settings.MAX_WORKERS);
    int queue = file.integer("intake-queue", usual.intakeQueue(), 1, Settings.MAX_INTAKE_QUEUE);
    // One after the other, so that a problem names the line of its own key.
    return store
        .made("lease", () -> usual.withPoll(SHORTEST_POLL).withLease(lease))
        .flatMap(limits -> file.made("poll", () -> limits.withPoll(poll)))
        .flatMap(limits -> store.made("dedup-horizon", () -> limits.withRetention(payloads, dedup)))
        .map(limits -> limits.withWorkers(workers).withIntakeQueue(queue));
  }

  private static LedgerConfig readLedger(Section file) {
    try (Section ledger = file.sectionOrEmpty("ledger")) {
      ledger.unavailable("duplicates", "buffered");
      return new LedgerConfig(
          path(ledger, "signing-key"), path(ledger, "public-key"), path(ledger, "anchor"));
    }
  }

  private static Optional<Path> path(Section section, String key) {
    Optional<String> text = section.text(key).filter(value -> !value.isEmpty());
    return text.flatMap(value -> section.made(key, () -> Path.of(value)));
  }

  private List<SourceConfig> readSources(Section file) {
    Optional<Section> section = file.section("sources");
    if (section.isEmpty()) {
      file.problem("sources", "is missing: name at least one source");
      return List.of();
    }
    List<SourceConfig> sources = new ArrayList<>();
    try (Section all = section.get()) {
      if (all.keys().isEmpty() || all.keys().size() > MAX_SOURCES) {
        file.problem("sources", "holds 1 to " + MAX_SOURCES + " sources");
      }
      for (String name : all.keys()) {
        all.made(name, () -> Names.requireLabel("the name of a source", name));
        all.section(name)
            .flatMap(source -> new SourceReader(name, purpose).read(source))
            .ifPresent(sources::add);
      }
    }
    return sources;
  }
}
