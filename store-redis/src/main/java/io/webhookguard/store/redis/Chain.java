package io.webhookguard.store.redis;

import io.webhookguard.api.event.Sha256;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Numbered things, of which only a next one is ever added, all in one partition.
 *
 * <p>What was added never changes, so whatever a caller has seen of the end is still so if the end
 * has the same number.
 */
final class Chain<T> {

  private final Data data;
  private final Partition partition;
  private final byte[] key;
  private final Function<byte[], T> reading;

  /**
   * @param name of its key
   * @param reading makes a thing of its bytes
   */
  Chain(Data data, String name, Function<byte[], T> reading) {
    this.data = data;
    this.partition = data.partitions().of(Sha256.ofTuple("guard.seals.v1"));
    this.key = partition.key(name);
    this.reading = reading;
  }

  Optional<T> newest() {
    return read(new Args().add("").add(1)).stream().findFirst();
  }

  List<T> list(long after, int limit) {
    return read(new Args().add(after).add(limit));
  }

  private List<T> read(Args args) {
    Fields fields = run(Script.CHAIN_READ, args);
    return fields.texts().stream().map(reading).toList();
  }

  /** Adds it, unless the end has another number than the caller has seen; 0 for no end. */
  boolean add(long seen, long number, byte[] content) {
    return run(Script.CHAIN_ADD, new Args().add(seen).add(number).add(content)).flag();
  }

  private Fields run(Script script, Args args) {
    return data.run(new Call(partition, script, List.of(key), args)).fields();
  }
}
