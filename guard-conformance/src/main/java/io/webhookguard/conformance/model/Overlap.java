package io.webhookguard.conformance.model;

import io.webhookguard.api.error.OutcomeUnknownException;
import io.webhookguard.api.error.StoreUnavailableException;
import io.webhookguard.api.event.EventKey;
import io.webhookguard.conformance.StoreHarness;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Lets several callers loose on one store at the same moment, and finds an order of their calls
 * that explains all answers.
 *
 * <p>The order must keep to real time: a call that was answered before another began stands before
 * it. Items of one batch may have other callers' calls between them, since a batch is no
 * transaction. What is read when all callers are done belongs to the answers. A call whose outcome
 * is unknown may have happened at any time after it was sent, or in part, or never; one that found
 * the store unavailable did not happen. Not for use by many threads; one overlap per harness.
 */
public final class Overlap {

  /** Far more than any call takes: it ends a run that would otherwise hang. */
  private static final long PATIENCE_SECONDS = 120;

  /**
   * What happens.
   *
   * @param before what one caller does first, judged step by step
   * @param callers what each caller then does, all at once
   */
  public record Plan(List<Trial.Step> before, List<List<Turn>> callers) {}

  /** What becomes of a call on its way. */
  public enum Fate {
    /** Its answer is heard. */
    HEARD,
    /** It happens, and nobody hears the answer. */
    REPLY_LOST,
    /** It never reaches the store, and nobody knows that. */
    REQUEST_LOST
  }

  /**
   * One call of a caller. If it is lost, the caller makes it again with the same ids.
   *
   * @param action what to do
   * @param fate what becomes of it, the first time
   */
  public record Turn(Action action, Fate fate) {

    @Override
    public String toString() {
      return action + (fate == Fate.HEARD ? "" : ", " + fate);
    }
  }

  private final StoreHarness harness;
  private final BiConsumer<String, String> counts;
  private final Trial trial;
  private final AtomicLong time = new AtomicLong();

  /** Makes ready, as {@link Trial#Trial} does. */
  public Overlap(StoreHarness harness, BiConsumer<String, String> counts) {
    this.harness = harness;
    this.counts = counts;
    this.trial = new Trial(harness, counts);
  }

  /**
   * Carries out the plan.
   *
   * @throws Disagreement when no order explains the answers; its message holds them, and how far
   *     the best order came. Also when a call threw what says neither that nothing happened nor
   *     that nobody knows
   */
  public void run(Plan plan) {
    trial.prepare(plan.before());
    History history = new History(trial.story());
    List<Caller> callers = letLoose(plan.callers());
    callers.forEach(caller -> history.add(caller.heard));
    for (Caller caller : callers) {
      if (caller.thrown != null) {
        throw caller.thrown.after(history);
      }
    }
    history.answers(counts);
    LastReads last = readAll(history);
    Foresight foresight = Foresight.of(trial.model(), history, last);
    if (foresight.isComplete()) {
      foresight.requireOrderOfLanes(history);
      counts.accept("overlap", "judged");
      new Order(history, last).find(trial.model().foreseeing(foresight.positions()));
    }
  }

  private LastReads readAll(History history) {
    try {
      return LastReads.of(harness.store(), keys(history));
    } catch (RuntimeException e) {
      throw new Thrown("a read when all callers were done", e).after(history);
    }
  }

  private Set<EventKey> keys(History history) {
    Set<EventKey> keys = new LinkedHashSet<>(trial.model().keys());
    history.all().forEach(heard -> keys.addAll(heard.call().keys()));
    return keys;
  }

  private List<Caller> letLoose(List<List<Turn>> callers) {
    ExecutorService threads = Executors.newFixedThreadPool(callers.size());
    try {
      CyclicBarrier start = new CyclicBarrier(callers.size());
      List<Future<Caller>> running = new ArrayList<>();
      for (int i = 0; i < callers.size(); i++) {
        Caller caller = new Caller(i + 1, trial.stage().forCaller(i + 1), trial.client(i % 2 == 1));
        List<Turn> turns = callers.get(i);
        running.add(
            threads.submit(
                () -> {
                  await(start);
                  caller.take(turns);
                  return caller;
                }));
      }
      return running.stream().map(Overlap::join).toList();
    } finally {
      threads.shutdownNow();
    }
  }

  private static void await(CyclicBarrier start) {
    try {
      start.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    } catch (BrokenBarrierException | TimeoutException e) {
      throw new AssertionError("the callers did not start together", e);
    }
  }

  private static <T> T join(Future<T> running) {
    try {
      return running.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw new AssertionError("a concurrent call failed: " + e.getCause(), e.getCause());
    } catch (TimeoutException e) {
      throw new AssertionError("calls did not end in " + PATIENCE_SECONDS + " s", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  /**
   * What a call threw that no caller can do anything about.
   *
   * @param what was asked, and by whom
   * @param exception what came
   */
  private record Thrown(String what, RuntimeException exception) {

    Disagreement after(History history) {
      Disagreement disagreement =
          Disagreement.between(
                  "ES-59",
                  what,
                  "an answer, StoreUnavailableException or OutcomeUnknownException",
                  exception)
              .after(history.toString());
      disagreement.initCause(exception);
      return disagreement;
    }
  }

  /** One thread's part. */
  private final class Caller {

    private final int number;
    private final Stage stage;
    private final Call.Client client;
    private final List<Heard<?>> heard = new ArrayList<>();

    /** If it is there, the caller has stopped. */
    private @Nullable Thrown thrown;

    Caller(int number, Stage stage, Call.Client client) {
      this.number = number;
      this.stage = stage;
      this.client = client;
    }

    void take(List<Turn> turns) {
      for (Turn turn : turns) {
        if (thrown == null) {
          turn.action().on(stage).ifPresent(call -> take(call, turn.fate()));
        }
      }
    }

    private <A> void take(Call<A> call, Fate fate) {
      Optional<A> answer = make(call, call.isRepeatable() ? fate : Fate.HEARD);
      if (call.isRepeatable() && fate != Fate.HEARD && thrown == null) {
        answer = make(call, Fate.HEARD);
      }
      answer.ifPresent(came -> stage.took(call, came));
    }

    private <A> Optional<A> make(Call<A> call, Fate fate) {
      long began = time.incrementAndGet();
      try {
        if (fate == Fate.REQUEST_LOST) {
          throw new OutcomeUnknownException("the kit did not send the call");
        }
        A answer = call.make(client);
        if (fate == Fate.REPLY_LOST) {
          throw new OutcomeUnknownException("the kit did not pass on the answer");
        }
        heard.add(new Heard<>(number, call, Optional.of(answer), began, time.incrementAndGet()));
        return Optional.of(answer);
      } catch (StoreUnavailableException nothingHappened) {
        return Optional.empty();
      } catch (OutcomeUnknownException mayHaveHappened) {
        // It may happen at any later time, or never.
        return unknown(call, began);
      } catch (RuntimeException other) {
        thrown = new Thrown("caller " + number + ": " + call, other);
        return unknown(call, began);
      }
    }

    private <A> Optional<A> unknown(Call<A> call, long began) {
      heard.add(new Heard<>(number, call, Optional.empty(), began, Long.MAX_VALUE));
      return Optional.empty();
    }
  }
}
