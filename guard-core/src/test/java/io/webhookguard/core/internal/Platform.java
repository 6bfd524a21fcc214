package io.webhookguard.core.internal;

import io.webhookguard.core.VirtualRuntime;
import io.webhookguard.core.runtime.GuardRuntime;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/**
 * A group commit of words, with a store that answers as a test says. A word's key is what stands
 * before its {@code #}, its weight its length, and its answer itself with an exclamation mark.
 */
final class Platform {

  static final long PATIENCE_NANOS = 5_000_000_000L;

  /** What one caller heard, in order. */
  static final class Passenger implements Ticket.Caller<String> {
    final List<String> heard = new ArrayList<>();
    Runnable whenTold = () -> {};

    @Override
    public void answered(List<String> answers) {
      heard.add(String.join(" ", answers));
      whenTold.run();
    }

    @Override
    public void failed(Throwable why, boolean mayHaveHappened) {
      heard.add((mayHaveHappened ? "doubt: " : "failed: ") + why.getMessage());
      whenTold.run();
    }

    @Override
    public void refused() {
      heard.add("refused");
      whenTold.run();
    }
  }

  private record Words(boolean isAskedFor) implements Freight<String> {
    @Override
    public String title() {
      return "words";
    }

    @Override
    public Object key(String word) {
      return word.split("#", 2)[0];
    }

    @Override
    public long bytes(String word) {
      return word.length();
    }
  }

  static final GroupCommit.Bounds WIDE = new GroupCommit.Bounds(1, 256, 1_000, 1_000, 100_000);

  final VirtualRuntime time = new VirtualRuntime();
  final VirtualRuntime.HostProcess process = time.process();
  final GuardRuntime runtime = process.runtime(new Random(1));
  final List<List<String>> calls = new ArrayList<>();
  final GroupCommit<String, String> group;
  private final Words words;
  private GroupCommit.Store<String, String> store = Platform::echo;

  Platform(GroupCommit.Bounds bounds, boolean askedFor) {
    this.words = new Words(askedFor);
    this.group = new GroupCommit<>(words, this::send, bounds, runtime);
  }

  Platform(GroupCommit.Bounds bounds) {
    this(bounds, true);
  }

  Platform() {
    this(WIDE);
  }

  /** Another one over the same store. */
  GroupCommit<String, String> over(GuardRuntime other) {
    return new GroupCommit<>(words, this::send, WIDE, other);
  }

  private List<String> send(List<String> items) {
    calls.add(List.copyOf(items));
    return store.send(items);
  }

  static List<String> echo(List<String> items) {
    return items.stream().map(item -> item + "!").toList();
  }

  /** From now on the store answers so. */
  void store(GroupCommit.Store<String, String> wanted) {
    store = wanted;
  }

  /** The next call happens to be under way while this happens; all others are answered. */
  void duringTheNextCall(Runnable happening) {
    store(
        items -> {
          store(Platform::echo);
          happening.run();
          return store.send(items);
        });
  }

  Ticket<String, String> ticket(Passenger passenger, String... items) {
    return new Ticket<>(words, List.of(items), passenger, runtime.nanoTime(), PATIENCE_NANOS);
  }

  Passenger submit(String... items) {
    Passenger passenger = new Passenger();
    group.submit(ticket(passenger, items));
    return passenger;
  }

  /** So many callers with a word each. */
  List<Passenger> submitMany(String name, int count) {
    return Stream.iterate(1, i -> i <= count, i -> i + 1).map(i -> submit(name + i)).toList();
  }

  List<Integer> sizes() {
    return calls.stream().map(List::size).toList();
  }
}
