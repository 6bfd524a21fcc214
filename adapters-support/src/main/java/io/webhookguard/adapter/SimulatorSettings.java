package io.webhookguard.adapter;

import io.webhookguard.api.error.ConfigurationException;
import io.webhookguard.api.event.Names;
import io.webhookguard.api.event.Payload;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a {@link ProviderSimulator} is to send. Immutable: each setter returns a copy. */
public final class SimulatorSettings {

  /** The most lanes. */
  public static final int MAX_LANES = 1_000_000;

  private static final int DEFAULT_LANES = 10;

  private final long seed;
  private final int lanes;
  private final @Nullable String type;
  private final @Nullable Payload body;

  private SimulatorSettings(long seed, int lanes, @Nullable String type, @Nullable Payload body) {
    this.seed = seed;
    this.lanes = lanes;
    this.type = type;
    this.body = body;
  }

  /** Events of all types over ten lanes, all following from the seed. */
  public static SimulatorSettings seeded(long seed) {
    return new SimulatorSettings(seed, DEFAULT_LANES, null, null);
  }

  /** Spreads the events over this many lanes. */
  public SimulatorSettings withLanes(int count) {
    if (count < 1 || count > MAX_LANES) {
      throw new ConfigurationException("lanes are 1 to " + MAX_LANES + ", got " + count);
    }
    return new SimulatorSettings(seed, count, type, body);
  }

  /** Makes events of this type only: 1 to 100 of letters, digits, dot, underscore and hyphen. */
  public SimulatorSettings withType(String only) {
    if (!only.matches("[A-Za-z0-9._-]{1,100}")) {
      throw new ConfigurationException(
          "an event type is 1 to 100 letters, digits, '.', '_', '-', got \""
              + Names.printable(only, 100)
              + "\"");
    }
    return new SimulatorSettings(seed, lanes, only, body);
  }

  /** Sends this body, whatever it holds, in place of made ones. */
  public SimulatorSettings withBody(Payload own) {
    return new SimulatorSettings(seed, lanes, type, own);
  }

  /** What all events follow from. */
  public long seed() {
    return seed;
  }

  /** How many lanes there are. */
  public int lanes() {
    return lanes;
  }

  /** The only type, if there is one. */
  public Optional<String> type() {
    return Optional.ofNullable(type);
  }

  /** The user's body, if there is one. */
  public Optional<Payload> body() {
    return Optional.ofNullable(body);
  }
}
