package io.webhookguard.store.redis;

import io.webhookguard.api.event.EventKey;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
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

  /** Tells a script of an item. */
  @FunctionalInterface
  interface Telling<I> {
    void tell(Args args, I item);
  }

  /** What the scripts answered, and how. */
  record Outcome<A>(List<A> answers, List<Answer> scripts) {}

  /**
   * Runs the script for all items.
   *
   * @param common what it is told once
   */
  Outcome<A> run(
      Script script, Consumer<Args> common, Telling<I> telling, BiFunction<Fields, I, A> reading) {
    List<List<Integer>> parts = parts();
    List<Call> calls = parts.stream().map(part -> call(script, part, common, telling)).toList();
    List<Answer> scripts = data.run(calls);
    Map<Integer, A> answers = new LinkedHashMap<>();
    for (int i = 0; i < parts.size(); i++) {
      Fields fields = scripts.get(i).fields();
      for (int number : parts.get(i)) {
        answers.put(number, reading.apply(fields.list(), items.get(number)));
      }
    }
    List<A> inOrder = new ArrayList<>(items.size());
    for (int i = 0; i < items.size(); i++) {
      inOrder.add(Objects.requireNonNull(answers.get(i)));
    }
    return new Outcome<>(inOrder, scripts);
  }

  private List<List<Integer>> parts() {
    Map<Partition, List<List<Integer>>> byPartition = new LinkedHashMap<>();
    for (int number = 0; number < items.size(); number++) {
      Partition partition = data.partitions().of(keys.apply(items.get(number)));
      List<List<Integer>> parts = byPartition.computeIfAbsent(partition, it -> new ArrayList<>());
      if (parts.isEmpty() || parts.get(parts.size() - 1).size() == MOST_IN_A_SCRIPT) {
        parts.add(new ArrayList<>());
      }
      parts.get(parts.size() - 1).add(number);
    }
    return byPartition.values().stream().flatMap(List::stream).toList();
  }

  private Call call(Script script, List<Integer> part, Consumer<Args> common, Telling<I> telling) {
    Partition partition = data.partitions().of(keys.apply(items.get(part.get(0))));
    Args args = new Args();
    common.accept(args);
    args.add(part.size());
    List<byte[]> named = new ArrayList<>();
    Set<String> routes = new LinkedHashSet<>();
    for (int number : part) {
      EventKey key = keys.apply(items.get(number));
      named.add(partition.body(key.digest()));
      if (routes.add(Partition.tag(key.route()))) {
        named.addAll(partition.work(Partition.tag(key.route())));
      }
      telling.tell(args, items.get(number));
    }
    return new Call(partition, script, named, args);
  }
}
