package io.webhookguard.core.internal;

import io.webhookguard.api.error.ConfigurationException;
import io.webhookguard.api.event.FailureReason;
import io.webhookguard.api.event.Problem;
import io.webhookguard.api.event.Response;
import io.webhookguard.api.store.Capability;
import io.webhookguard.api.store.DoubtMark;
import io.webhookguard.api.store.GuardStore;
import io.webhookguard.api.store.Settlement;
import io.webhookguard.api.store.TransactionalEventStore;
import io.webhookguard.api.store.TransactionalStore;
import io.webhookguard.core.GuardObserver;
import io.webhookguard.core.GuardObserver.Probed;
import io.webhookguard.core.GuardTracing.Attempted;
import io.webhookguard.core.GuardTracing.HowItEnded;
import io.webhookguard.core.handler.Classification.Verdict;
import io.webhookguard.core.handler.EventHandler;
import io.webhookguard.core.handler.Finding;
import io.webhookguard.core.handler.Handler;
import io.webhookguard.core.handler.ProbedHandler;
import io.webhookguard.core.handler.Step;
import io.webhookguard.core.handler.StepCodec;
import io.webhookguard.core.handler.StepException;
import io.webhookguard.core.handler.Subscription;
import io.webhookguard.core.handler.TransactionalHandler;
import java.lang.reflect.Type;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls handlers, each in the way of its kind, and says how the call ended.
 *
 * <p><b>Transactions.</b> When an event is completed in a transaction, the transaction's end is the
 * attempt's end, and the settler has no part in it. The run remembers the completion from before
 * the commit on. Only the return of the guard's own commit says at once that it took effect. In all
 * other cases the outcome is the one that is right if nothing was committed, and the settler sends
 * that: it is the question, by key and token, what became of the transaction. While it is open the
 * answer is Locked and the settler asks again; if it has committed, the store refuses any other end
 * under the same token; and if the other end is recorded, the transaction can never commit any
 * more. The completion itself must not be sent again: it would be recorded without its effect.
 */
final class HandlerCalls {

  private static final Logger log = LoggerFactory.getLogger(HandlerCalls.class);

  private static final Outcome NOT_COMMITTED =
      new Outcome.Again(
          new Problem("not-committed", "the transaction that completes the event did not commit"),
          Duration.ZERO,
          DoubtMark.KEEP);

  private static final String AFTER_COMPLETION =
      "completeIn was called: what follows in this attempt is only the commit, or a rollback";

  private final GuardStore store;
  private final GuardObserver observer;
  private final CarefulTracing tracing;
  private final StepCodec codec;

  HandlerCalls(Node node, StepCodec codec) {
    this.store = node.store();
    this.observer = node.observer();
    this.tracing = node.tracing();
    this.codec = codec;
  }

  /**
   * Calls the subscription's handler.
   *
   * @return how the call ended; if the run {@link Run#isRecorded}, its end needs no settling
   * @throws OutOfMemoryError as the handler threw it; nothing else
   */
  Outcome call(Run run, Subscription subscription) {
    Optional<Outcome> unread = Upcasts.apply(run, subscription.schema());
    if (unread.isPresent()) {
      return unread.get();
    }
    Attempted trace = tracing.attempted(new RunContext(run, run.attempt().inDoubt(), LOOKING));
    HowItEnded how = HowItEnded.UNKNOWN;
    try {
      Outcome outcome = callByKind(run, subscription);
      how = outcome.howItEnded();
      return outcome;
    } finally {
      tracing.ended(trace, how);
    }
  }

  private Outcome callByKind(Run run, Subscription subscription) {
    EventHandler handler = subscription.handler();
    if (handler instanceof TransactionalHandler transactional) {
      return callInTransaction(run, transactional, subscription);
    }
    if (handler instanceof ProbedHandler probed) {
      return callProbed(run, probed, subscription);
    }
    return callAlone(run, (Handler) handler, subscription, run.attempt().inDoubt());
  }

  private Outcome callAlone(Run run, Handler handler, Subscription subscription, boolean inDoubt) {
    RunContext context = new RunContext(run, inDoubt, new Alone(run));
    try {
      Response response = orEmpty(handler.handle(context));
      return run.completion().isPresent() ? NOT_COMMITTED : new Outcome.Succeeded(response);
    } catch (OutOfMemoryError e) {
      throw e;
    } catch (Throwable thrown) {
      report(run, thrown);
      return Outcome.of(thrown, verdicts(run, subscription));
    }
  }

  /** Asks first where an earlier attempt may have had its effect. */
  private Outcome callProbed(Run run, ProbedHandler handler, Subscription subscription) {
    if (!run.attempt().inDoubt()) {
      return callAlone(run, handler::handle, subscription, false);
    }
    Finding finding;
    try {
      finding = orCannotTell(handler.probe(new RunContext(run, true, LOOKING)));
    } catch (OutOfMemoryError e) {
      throw e;
    } catch (Throwable thrown) {
      report(run, thrown);
      observer.probed(run.key().route(), Probed.FAILED);
      return Outcome.ofFailedProbe(thrown);
    }
    observer.probed(
        run.key().route(),
        finding.match(
            done -> Probed.DONE, notDone -> Probed.NOT_DONE, cannotTell -> Probed.CANNOT_TELL));
    log.info("WG308 {} was in doubt, its probe says {}", run, finding.getClass().getSimpleName());
    return finding.match(
        done -> new Outcome.Succeeded(done.response()),
        notDone ->
            RunRules.of(subscription)
                .afterNotDone(run.attempt())
                .orElseGet(
                    () -> callAlone(run, handler::handle, subscription, false).certainBefore()),
        cannotTell ->
            new Outcome.Dead(FailureReason.IN_DOUBT, DoubtMark.SET, cannotTell.problem()));
  }

  private void completeIn(Run run, Connection connection, Response response) {
    if (!run.isRunning()) {
      throw new IllegalStateException("the handler has returned: the attempt is over");
    }
    Settlement.Complete completion = new Settlement.Complete(run.attempt().claim(), response);
    TransactionalEventStore transactions = transactions();
    // Before the call: if its reply is lost the transaction may commit all the same.
    run.completesWith(completion);
    transactions.settle(connection, completion);
  }

  private Outcome callInTransaction(
      Run run, TransactionalHandler handler, Subscription subscription) {
    Effect effect = new Effect(run, handler, RunRules.of(subscription));
    try {
      transactions().inTransaction(run.attempt().claim(), effect);
      run.recorded();
      return new Outcome.Succeeded(effect.response);
    } catch (OutOfMemoryError e) {
      throw e;
    } catch (Throwable refused) {
      Throwable thrown = effect.thrown == null ? refused : effect.thrown;
      report(run, thrown);
      return effect.began
          ? Outcome.of(thrown, verdicts(run, subscription)).rolledBack()
          : Outcome.ofNotBegun(thrown);
    }
  }

  /** What the policy says of exceptions; nothing where it fails itself. */
  private static Function<Throwable, Optional<Verdict>> verdicts(
      Run run, Subscription subscription) {
    return thrown -> {
      try {
        return subscription.policy().classification().of(thrown);
      } catch (RuntimeException e) {
        log.warn(
            "WG309 {}: the classification of its failure threw {}", run, e.getClass().getName());
        return Optional.empty();
      }
    };
  }

  /** What the context of a {@link Handler} can do. */
  private final class Alone implements RunContext.Powers {

    private final Run run;
    private final RunSteps steps;

    Alone(Run run) {
      this.run = run;
      this.steps = new RunSteps(run, store.steps(), codec);
    }

    @Override
    public @Nullable Object step(String name, Type type, Step<?> step) throws Exception {
      if (run.completion().isPresent()) {
        throw new IllegalStateException(AFTER_COMPLETION);
      }
      return steps.step(name, type, step);
    }

    @Override
    public void completeIn(Connection connection, Response response) {
      HandlerCalls.this.completeIn(run, connection, response);
    }
  }

  /** What the context of a probe can do. */
  private static final RunContext.Powers LOOKING =
      new RunContext.Powers() {
        @Override
        public Object step(String name, Type type, Step<?> step) {
          throw new IllegalStateException("a probe looks, and changes nothing: no steps in it");
        }

        @Override
        public void completeIn(Connection connection, Response response) {
          throw new IllegalStateException("a probe returns its finding: the guard completes");
        }
      };

  /** A transactional handler as the body of one transaction. Used by one thread. */
  private final class Effect implements TransactionalEventStore.Body, RunContext.Powers {

    private final Run run;
    private final TransactionalHandler handler;
    private final boolean keyMayBeForgotten;
    private final RunSteps steps;
    private Response response = Response.EMPTY;
    private boolean began;
    private @Nullable Throwable thrown;

    Effect(Run run, TransactionalHandler handler, RunRules rules) {
      this.run = run;
      this.handler = handler;
      this.keyMayBeForgotten = rules.keyMayBeForgotten(run.attempt());
      this.steps = new RunSteps(run, store.steps(), codec);
    }

    @Override
    public Settlement run(Connection connection) throws SQLException {
      began = true;
      response = handle(connection);
      Settlement.Complete completion = new Settlement.Complete(run.attempt().claim(), response);
      run.completesWith(completion);
      return completion;
    }

    /** Whatever the handler throws is kept, because not all of it fits through the store. */
    private Response handle(Connection connection) throws SQLException {
      try {
        return orEmpty(
            handler.handle(new RunContext(run, run.attempt().inDoubt(), this), connection));
      } catch (SQLException | RuntimeException | Error e) {
        thrown = e;
        throw e;
      } catch (Exception e) {
        thrown = e;
        throw new IllegalStateException("the handler failed", e);
      }
    }

    /** Steps call out: what is done in them may be there although the transaction rolled back. */
    @Override
    public @Nullable Object step(String name, Type type, Step<?> step) throws Exception {
      if (!store.capabilities().contains(Capability.STEPS_BESIDE_TRANSACTIONS)) {
        throw new StepException(
            StepException.Mistake.NOT_IN_THIS_TRANSACTION,
            "store "
                + store.name()
                + " cannot record step "
                + name
                + " while the handler's transaction is open: use a handler of your own"
                + " transaction, and do its steps before that");
      }
      return steps.step(name, type, guarded(name, step));
    }

    private Step<?> guarded(String name, Step<?> step) {
      return key -> {
        if (keyMayBeForgotten) {
          throw new KeyForgotten(name);
        }
        return step.run(key);
      };
    }

    @Override
    public void completeIn(Connection connection, Response response) {
      throw new IllegalStateException(
          "a transactional handler returns its response: the guard completes and commits");
    }
  }

  /** The other side may no longer know the key of a step that an earlier attempt may have done. */
  static final class KeyForgotten extends RuntimeException {

    private static final long serialVersionUID = 1L;

    KeyForgotten(String step) {
      super("the other side may have forgotten the key of step " + step);
    }
  }

  private TransactionalEventStore transactions() {
    if (store instanceof TransactionalStore transactional) {
      return transactional.transactions();
    }
    throw new ConfigurationException(
        "store "
            + store.name()
            + " has no transactions to share: the handler's return completes the event");
  }

  /** Unknown exceptions quote payloads in their messages: only where they came from is logged. */
  private static void report(Run run, Throwable thrown) {
    if (thrown instanceof InterruptedException) {
      log.debug("{} was interrupted", run);
    }
    if (Outcome.isSpoken(thrown)) {
      log.debug("{} did not succeed: {}", run, thrown.getMessage());
    } else {
      StackTraceElement[] trace = thrown.getStackTrace();
      log.warn(
          "WG303 {} ended in {} at {}",
          run,
          thrown.getClass().getName(),
          trace.length == 0 ? "an unknown place" : trace[0]);
    }
  }

  private static Finding orCannotTell(@Nullable Finding finding) {
    return Objects.requireNonNullElse(
        finding, Finding.cannotTell(new Problem("probe-silent", "the probe returned null")));
  }

  /** A handler from code without null checks may return null: that too is a result. */
  private static Response orEmpty(@Nullable Response response) {
    return Objects.requireNonNullElse(response, Response.EMPTY);
  }
}
