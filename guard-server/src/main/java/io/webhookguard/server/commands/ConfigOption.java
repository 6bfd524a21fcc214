package io.webhookguard.server.commands;

import io.webhookguard.server.config.ConfigFile;
import io.webhookguard.server.config.GatewayConfig;
import io.webhookguard.server.config.InvalidConfigException;
import io.webhookguard.server.config.StorePlace;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The option that names the configuration. */
public final class ConfigOption {

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "The configuration; guard.yaml unless given.")
  private Path file = Path.of("guard.yaml");

  /** Reads the configuration. */
  public GatewayConfig read(ConfigFile.Purpose purpose) throws InvalidConfigException {
    return ConfigFile.read(file, System.getenv(), purpose);
  }

  /** Reads the configuration of a store that is there without the gateway. */
  GatewayConfig readForStore() throws InvalidConfigException, CommandFailure {
    return readForStore(ConfigFile.Purpose.INSPECT);
  }

  /** As {@link #readForStore()}, for a command that may do with less. */
  GatewayConfig readForStore(ConfigFile.Purpose purpose)
      throws InvalidConfigException, CommandFailure {
    GatewayConfig config = read(purpose);
    if (config.store().place() instanceof StorePlace.InMemory) {
      throw CommandFailure.usage(
          "a memory: store lives inside its gateway and cannot be looked into from here;"
              + " name another in store.url");
    }
    return config;
  }
}
