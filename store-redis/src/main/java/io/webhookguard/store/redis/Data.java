package io.webhookguard.store.redis;

import io.webhookguard.api.error.GuardException;
import io.webhookguard.api.error.OutcomeUnknownException;
import io.webhookguard.api.error.StoreUnavailableException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The data in its partitions: runs scripts there, and carries the letters that partitions have for
 * each other.
 *
 * <p>Whatever a partition knows of ticks goes along with the next call to another, so that all that
 * follows from something has a greater tick. Safe for use by many threads.
 */
final class Data implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Data.class);

  private static final int MOST_ROUNDS = 64;
  private static final int MOST_LATER = 1_024;
  private static final int MOST_OWED = 64;

  /** How many values each script is told before its own. */
  private static final int TOLD = 3;

  private final Link link;
  private final Partitions partitions;
  private final Optional<InstantSource> clock;
  private final AtomicLong knownTick = new AtomicLong();

  /** Letters that only save work; they travel with the next urgent ones. */
  private final Queue<Letter> later = new ConcurrentLinkedQueue<>();

  private final AtomicInteger laterSize = new AtomicInteger();

  Data(Link link, Partitions partitions, Optional<InstantSource> clock) {
    this.link = link;
    this.partitions = partitions;
    this.clock = clock;
  }

  Partitions partitions() {
    return partitions;
  }

  Link link() {
    return link;
  }

  /** The greatest tick that any answer brought. */
  long knownTick() {
    return knownTick.get();
  }

  Answer run(Call call) {
    return run(List.of(call)).get(0);
  }

  /** Runs scripts, those of one server in the order of the list. */
  List<Answer> run(List<Call> calls) {
    List<Call> told = calls.stream().map(this::told).toList();
    List<Answer> answers = link.run(told).stream().map(Answer::of).toList();
    answers.forEach(answer -> knownTick.accumulateAndGet(answer.tick(), Math::max));
    return answers;
  }

  private Call told(Call call) {
    Args args = new Args(TOLD + call.args().values().size());
    clock.ifPresentOrElse(it -> args.add(Micros.of(it.instant())), () -> args.add(""));
    args.add(call.partition().number()).add(knownTick.get());
    args.addAll(call.args());
    return new Call(call.partition(), call.script(), call.keys(), args);
  }

  /**
   * Carries the letters of these answers, and those that follow from them, until none is left that
   * somebody waits for.
   *
   * @param wholly whether also those are carried that nobody need wait for
   * @throws OutcomeUnknownException if some could not be carried; they are owed, and whoever looks
   *     for work or asks again carries them
   */
  void carry(List<Answer> answers, boolean wholly) {
    List<Letter> urgent = collected(answers, wholly);
    try {
      for (int round = 0; !urgent.isEmpty(); round++) {
        if (round == MOST_ROUNDS) {
          throw new OutcomeUnknownException("the lanes did not come to rest");
        }
        urgent = deliver(urgent, wholly);
      }
    } catch (OutcomeUnknownException e) {
      throw e;
    } catch (GuardException e) {
      throw new OutcomeUnknownException("a lane could not be told", e);
    }
  }

  /**
   * As {@link #carry}, where the answers stand whatever becomes of the letters: lanes that cannot
   * be told now are owed them.
   */
  void carryIfPossible(List<Answer> answers) {
    try {
      carry(answers, false);
    } catch (GuardException e) {
      log.debug("lanes hear later that events have left them: {}", e.getMessage());
    }
  }

  /** Goes on with a call that has written: what cannot be done now is in doubt as a whole. */
  static <T> T behindAWrite(Supplier<T> rest) {
    try {
      return rest.get();
    } catch (StoreUnavailableException e) {
      throw new OutcomeUnknownException("a part of the call failed", e);
    }
  }

  /** Carries letters that partitions have owed for so long. */
  void carryOwed(List<Partition> owing, Duration age) {
    if (!owing.isEmpty()) {
      Args args = new Args().add(Micros.of(age)).add(MOST_OWED);
      carry(run(owing.stream().map(it -> Call.of(it, Script.OUTBOX, args)).toList()), true);
    }
  }

  /** The letters that must arrive; the others are kept until somebody goes that way. */
  private List<Letter> collected(List<Answer> answers, boolean wholly) {
    List<Letter> urgent = new ArrayList<>();
    for (Answer answer : answers) {
      urgent.addAll(answer.urgent());
      if (wholly) {
        urgent.addAll(answer.lazy());
      } else {
        answer.lazy().forEach(this::keep);
      }
    }
    return urgent;
  }

  private void keep(Letter letter) {
    if (laterSize.get() < MOST_LATER) {
      laterSize.incrementAndGet();
      later.add(letter);
    }
  }

  private List<Letter> deliver(List<Letter> urgent, boolean wholly) {
    List<Letter> letters = new ArrayList<>(urgent);
    for (Letter letter = later.poll(); letter != null; letter = later.poll()) {
      laterSize.decrementAndGet();
      letters.add(letter);
    }
    return collected(run(calls(letters, wholly)), wholly);
  }

  /** One call for each partition. */
  private List<Call> calls(List<Letter> letters, boolean wholly) {
    Map<Integer, List<Letter>> byPartition = new LinkedHashMap<>();
    letters.forEach(
        letter -> byPartition.computeIfAbsent(letter.to(), to -> new ArrayList<>()).add(letter));
    List<Call> calls = new ArrayList<>();
    byPartition.forEach((to, those) -> calls.add(call(partitions.get(to), those, wholly)));
    return calls;
  }

  private static Call call(Partition partition, List<Letter> letters, boolean wholly) {
    Args args = new Args().add(wholly).add(letters.size());
    letters.forEach(letter -> letter.tell(args));
    List<byte[]> keys =
        letters.stream()
            .map(Letter::routeTag)
            .distinct()
            .flatMap(tag -> partition.work(tag).stream())
            .toList();
    return new Call(partition, Script.DELIVER, keys, args);
  }

  @Override
  public void close() {
    link.close();
  }
}
