package io.webhookguard.server.config;

import io.webhookguard.core.Settings;
import java.util.List;
import java.util.Optional;

/**
 * All that a configuration file says, checked.
 *
 * @param server addresses and limits of the process
 * @param store where events are kept
 * @param settings leases, workers and retention
 * @param ledger how the ledger is sealed
 * @param sources one for each endpoint, in the order of the file
 */
public record GatewayConfig(
    ServerConfig server,
    StoreConfig store,
    Settings settings,
    LedgerConfig ledger,
    List<SourceConfig> sources) {

  public GatewayConfig {
    sources = List.copyOf(sources);
  }

  /** The source of this name. */
  public Optional<SourceConfig> source(String name) {
    return sources.stream().filter(source -> source.name().equals(name)).findFirst();
  }
}
