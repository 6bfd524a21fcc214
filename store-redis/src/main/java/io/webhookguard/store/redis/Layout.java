package io.webhookguard.store.redis;

import io.webhookguard.api.error.ConfigurationException;
import io.webhookguard.api.error.SchemaMismatchException;
import java.time.Instant;
import java.util.OptionalInt;

/**
 * What a store is made of, kept beside its data: the version of its layout and the number of its
 * partitions, which never changes.
 */
final class Layout {

  static final int VERSION = 1;

  private final KeyPrefix prefix;
  private final String place;

  Layout(KeyPrefix prefix, String place) {
    this.prefix = prefix;
    this.place = place;
  }

  /**
   * What is kept.
   *
   * @param version 0 where there is no store
   */
  record Kept(int version, int partitions, Instant now) {}

  Kept read(Data data) {
    return kept(data, false, 0);
  }

  private Kept kept(Data data, boolean create, int partitions) {
    Partition root = new Partition(0, prefix.text() + "{layout}:");
    Args args = new Args().add(create).add(VERSION).add(partitions);
    Fields fields = data.run(Call.of(root, Script.SETUP, args)).fields();
    return new Kept(fields.small(), fields.small(), Micros.instant(fields.number()));
  }

  /**
   * Creates the store if it is not there and may be created. The answer: its number of partitions.
   *
   * @throws SchemaMismatchException if there is none, or one of another version
   * @throws ConfigurationException if it has another number of partitions than is wanted
   */
  int require(Data data, boolean create, OptionalInt wanted, int usual) {
    Kept kept = kept(data, create, wanted.orElse(usual));
    if (kept.version() == 0) {
      throw new SchemaMismatchException(
          place + " has no store of the guard with prefix " + prefix + ": run migrate first");
    }
    if (kept.version() != VERSION) {
      throw new SchemaMismatchException(
          place
              + " has layout version "
              + kept.version()
              + ", this guard knows only "
              + VERSION
              + ": start the guard that fits");
    }
    if (wanted.isPresent() && wanted.getAsInt() != kept.partitions()) {
      throw new ConfigurationException(
          place
              + " has a store of "
              + kept.partitions()
              + " partitions and cannot be divided anew; configured are "
              + wanted.getAsInt());
    }
    return kept.partitions();
  }
}
