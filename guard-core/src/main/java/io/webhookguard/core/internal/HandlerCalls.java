package io.webhookguard.core.internal;

import io.webhookguard.api.error.ConfigurationException;
import io.webhookguard.api.event.Problem;
import io.webhookguard.api.event.Response;
import io.webhookguard.api.store.DoubtMark;
import io.webhookguard.api.store.GuardStore;
import io.webhookguard.api.store.Settlement;
import io.webhookguard.api.store.TransactionalEventStore;
import io.webhookguard.api.store.TransactionalStore;
import io.webhookguard.core.handler.Handler;
import io.webhookguard.core.handler.Subscription;
import io.webhookguard.core.handler.TransactionalHandler;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Objects;
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

  private final GuardStore store;

  HandlerCalls(GuardStore store) {
    this.store = store;
  }

  /**
   * Calls the subscription's handler.
   *
   * @return how the call ended; if the run {@link Run#isRecorded}, its end needs no settling
   * @throws OutOfMemoryError as the handler threw it; nothing else
   */
  Outcome call(Run run, Subscription subscription) {
    return subscription.handler() instanceof TransactionalHandler handler
        ? callInTransaction(run, handler)
        : callAlone(run, (Handler) subscription.handler(), subscription);
  }

  private Outcome callAlone(Run run, Handler handler, Subscription subscription) {
    try {
      Response response = orEmpty(handler.handle(new RunContext(run, this::completeIn)));
      return run.completion().isPresent() ? NOT_COMMITTED : new Outcome.Succeeded(response);
    } catch (OutOfMemoryError e) {
      throw e;
    } catch (Throwable thrown) {
      report(run, thrown);
      return Outcome.of(thrown, subscription.policy().inDoubt());
    }
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

  private Outcome callInTransaction(Run run, TransactionalHandler handler) {
    Effect effect = new Effect(run, handler);
    try {
      transactions().inTransaction(run.attempt().claim(), effect);
      run.recorded();
      return new Outcome.Succeeded(effect.response);
    } catch (OutOfMemoryError e) {
      throw e;
    } catch (Throwable refused) {
      Throwable thrown = effect.thrown == null ? refused : effect.thrown;
      report(run, thrown);
      return effect.began ? Outcome.ofRolledBack(thrown) : Outcome.ofNotBegun(thrown);
    }
  }

  /** A transactional handler as the body of one transaction. Used by one thread. */
  private static final class Effect implements TransactionalEventStore.Body {

    private final Run run;
    private final TransactionalHandler handler;
    private Response response = Response.EMPTY;
    private boolean began;
    private @Nullable Throwable thrown;

    Effect(Run run, TransactionalHandler handler) {
      this.run = run;
      this.handler = handler;
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
        return orEmpty(handler.handle(new RunContext(run, Effect::refuse), connection));
      } catch (SQLException | RuntimeException | Error e) {
        thrown = e;
        throw e;
      } catch (Exception e) {
        thrown = e;
        throw new IllegalStateException("the handler failed", e);
      }
    }

    private static void refuse(Run run, Connection connection, Response response) {
      throw new IllegalStateException(
          "a transactional handler returns its response: the guard completes and commits");
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
          "{} ended in {} at {}",
          run,
          thrown.getClass().getName(),
          trace.length == 0 ? "an unknown place" : trace[0]);
    }
  }

  /** A handler from code without null checks may return null: that too is a result. */
  private static Response orEmpty(@Nullable Response response) {
    return Objects.requireNonNullElse(response, Response.EMPTY);
  }
}
