package io.webhookguard.store.redis;

import io.webhookguard.api.error.ConfigurationException;
import io.webhookguard.api.error.SchemaMismatchException;
import java.time.Instant;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;

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

  /**
   * Looks whether the user may run all commands of all scripts where these partitions are.
   *
   * @throws ConfigurationException if not
   */
  static void requireRights(Data data, List<Partition> partitions) {
    Set<String> commands = Script.commands();
    Args args = new Args().add(commands.size());
    commands.forEach(args::add);
    Set<String> refused = new TreeSet<>();
    for (Answer answer : data.run(partitions.stream().map(it -> rights(it, args)).toList())) {
      Fields fields = answer.fields();
      while (fields.hasNext()) {
        refused.add("+" + fields.text());
      }
    }
    if (!refused.isEmpty()) {
      throw data.link().faults().withoutRights(String.join(" ", refused));
    }
  }

  private static Call rights(Partition partition, Args args) {
    return Call.of(partition, Script.RIGHTS, args);
  }

  Kept read(Data data) {
    return kept(data, false, 0);
  }

  private Partition root() {
    return new Partition(0, prefix.text() + "{layout}:");
  }

  private Kept kept(Data data, boolean create, int partitions) {
    Args args = new Args().add(create).add(VERSION).add(partitions);
    Fields fields = data.run(Call.of(root(), Script.SETUP, args)).fields();
    return new Kept(fields.small(), fields.small(), Micros.instant(fields.number()));
  }

  /**
   * Creates the store if it is not there and may be created. The answer: its number of partitions.
   *
   * @throws SchemaMismatchException if there is none, or one of another version
   * @throws ConfigurationException if it has another number of partitions than is wanted, or rights
   *     are missing
   */
  int require(Data data, boolean create, OptionalInt wanted, int usual) {
    requireRights(data, List.of(root()));
    Kept kept = kept(data, create, wanted.orElse(usual));
    if (kept.version() == 0) {
      throw new SchemaMismatchException(
          place + " has no store of the guard with prefix " + prefix + "; run migrate first");
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
