package io.webhookguard.store.redis;

import io.webhookguard.api.event.EventKey;
import io.webhookguard.api.event.Sha256;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Items about events that one script takes, divided by partition and put together again. Made for
 * one call.
 *
 * @param <I> what is asked for
 * @param <A> what is answered
 */
final class Batch<I, A> {

  /** More in one script would keep others waiting for too long. */
  private static final int MOST_IN_A_SCRIPT = 128;

  private final Data data;
  private final List<I> items;
  private final Function<I, EventKey> keys;

  Batch(Data data, List<I> items, Function<I, EventKey> keys) {
    this.data = data;
    this.items = items;
    this.keys = keys;
  }

  /** Tells a script of an item, behind the digest of its event. */
  @FunctionalInterface
  interface Telling<I> {
    void tell(Args args, I item);
  }

  /** What the scripts answered, and how. */
  record Outcome<A>(List<A> answers, List<Answer> scripts) {}

  /** An item, its place in the batch, and whose it is. */
  private record Placed<I>(int number, I item, EventKey key, Sha256 digest, Partition partition) {}

  /**
   * Runs the script for all items.
   *
   * @param common what it is told once
   */
  Outcome<A> run(
      Script script, Consumer<Args> common, Telling<I> telling, BiFunction<Fields, I, A> reading) {
    List<List<Placed<I>>> parts = Partitions.divide(placed(), Placed::partition, MOST_IN_A_SCRIPT);
    List<Call> calls = parts.stream().map(part -> call(script, part, common, telling)).toList();
    List<Answer> scripts = data.run(calls);
    Map<Integer, A> answers = new HashMap<>();
    for (int i = 0; i < parts.size(); i++) {
      Fields fields = scripts.get(i).fields();
      for (Placed<I> placed : parts.get(i)) {
        answers.put(placed.number(), reading.apply(fields.list(), placed.item()));
      }
    }
    List<A> inOrder = new ArrayList<>(items.size());
    for (int i = 0; i < items.size(); i++) {
      inOrder.add(Objects.requireNonNull(answers.get(i)));
    }
    return new Outcome<>(inOrder, scripts);
  }

  private List<Placed<I>> placed() {
    List<Placed<I>> placed = new ArrayList<>(items.size());
    for (I item : items) {
      EventKey key = keys.apply(item);
      Sha256 digest = key.digest();
      placed.add(new Placed<>(placed.size(), item, key, digest, data.partitions().of(digest)));
    }
    return placed;
  }

  private Call call(
      Script script, List<Placed<I>> part, Consumer<Args> common, Telling<I> telling) {
    Partition partition = part.get(0).partition();
    Args args = new Args();
    common.accept(args);
    args.add(part.size());
    List<byte[]> named = new ArrayList<>();
    Set<String> routes = new HashSet<>();
    for (Placed<I> placed : part) {
      named.add(partition.body(placed.digest()));
      String route = data.partitions().tag(placed.key().route());
      if (routes.add(route)) {
        named.addAll(partition.work(route));
      }
      args.add(placed.digest().toByteArray());
      telling.tell(args, placed.item());
    }
    return new Call(partition, script, named, args);
  }
}
