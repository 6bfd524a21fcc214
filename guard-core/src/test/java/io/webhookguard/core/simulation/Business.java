package io.webhookguard.core.simulation;

import io.webhookguard.api.error.SupersededException;
import io.webhookguard.api.event.EventKey;
import io.webhookguard.api.event.Lane;
import io.webhookguard.api.event.Problem;
import io.webhookguard.api.event.Response;
import io.webhookguard.api.store.DoubtMark;
import io.webhookguard.core.SharedDatabase;
import io.webhookguard.core.handler.Finding;
import io.webhookguard.core.handler.Handler;
import io.webhookguard.core.handler.HandlerContext;
import io.webhookguard.core.handler.NotStartedFailure;
import io.webhookguard.core.handler.PermanentFailure;
import io.webhookguard.core.handler.ProbedHandler;
import io.webhookguard.core.handler.RetryableFailure;
import io.webhookguard.core.handler.TransactionalHandler;
import io.webhookguard.core.handler.UnknownOutcomeFailure;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The handlers of all nodes and the destination of their effects. It keeps its own log of what ran
 * and what happened, and never asks the guard.
 */
final class Business {

  /** What a handler's response is, so that an answer in its words is recognised. */
  static final int HANDLERS_STATUS = 250;

  /** How a handler's call ended, as far as it could say. */
  enum Said {
    NOTHING,
    DONE,
    RETRYABLE,
    PERMANENT,
    NOT_STARTED,
    UNKNOWN,
    UNDECLARED,
    CLASSIFIED,
    ROLLED_BACK
  }

  /** What the policies know to have done nothing. */
  static final class Harmless extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  /** One call of a handler. */
  static final class HandlerRun {
    final String node;
    final EventKey key;
    final long token;
    final int generation;
    final boolean inDoubt;
    final String type;
    Said said = Said.NOTHING;

    private HandlerRun(String node, HandlerContext context) {
      this.node = node;
      this.key = context.key();
      this.token = context.fencingToken().value();
      this.generation = context.generation();
      this.inDoubt = context.inDoubt();
      this.type = context.type();
    }
  }

  /** Something that the business sees. */
  record Effect(EventKey key, Lane lane, int generation, long token, String idempotencyKey) {}

  /** What a probe was about to say, and how many effects there were by then; empty: it threw. */
  record Look(EventKey key, int generation, long token, Optional<Finding> finding, int effects) {}

  private static final Problem PROBLEM = Problem.of("simulated");

  private final Stage stage;
  private final List<HandlerRun> runs = new ArrayList<>();
  private final List<Effect> effects = new ArrayList<>();
  private final List<Look> looks = new ArrayList<>();
  private final StepLog steps;

  Business(Stage stage) {
    this.stage = stage;
    this.steps = new StepLog(stage);
  }

  /** What probes said, in order. */
  List<Look> looks() {
    return looks;
  }

  StepLog steps() {
    return steps;
  }

  List<HandlerRun> runs() {
    return runs;
  }

  /** All effects, in the order in which they happened. */
  List<Effect> effects() {
    return effects;
  }

  Handler handlerOf(SimulatedNode node) {
    return context ->
        Scenario.isInOwnTransaction(context.type())
            ? handleInOwnTransaction(node, context)
            : handle(node, context);
  }

  ProbedHandler probedOf(SimulatedNode node) {
    return ProbedHandler.of(context -> handle(node, context), context -> look(node, context));
  }

  /** Looks into the destination's log, which may be out of reach or unreadable. */
  private Finding look(SimulatedNode node, HandlerContext context) {
    stage.tally.count("probe asked");
    takeTime(node);
    mayDie(node, "crash in a probe");
    Optional<Finding> finding =
        stage.troubledBy(Trouble.FAILURE) && stage.chance.oneIn(4)
            ? Optional.empty()
            : Optional.of(found(context));
    looks.add(
        new Look(
            context.key(),
            context.generation(),
            context.fencingToken().value(),
            finding,
            effects.size()));
    stage.story.tell(() -> "probe of " + name(context) + ": " + finding);
    finding.ifPresent(it -> stage.tally.count("probe said " + it.getClass().getSimpleName()));
    takeTime(node);
    mayDie(node, "crash in a probe");
    return finding.orElseThrow(() -> new IllegalStateException("simulated"));
  }

  private Finding found(HandlerContext context) {
    if (stage.troubledBy(Trouble.DOUBT) && stage.chance.oneIn(6)) {
      return Finding.cannotTell(PROBLEM);
    }
    boolean done =
        effects.stream()
            .anyMatch(
                effect ->
                    effect.key().equals(context.key())
                        && effect.generation() == context.generation());
    return done ? Finding.done(response(context)) : Finding.notDone();
  }

  TransactionalHandler transactionalOf(SimulatedNode node) {
    return (context, connection) -> handleIn(connection, node, context);
  }

  private HandlerRun begin(SimulatedNode node, HandlerContext context) {
    HandlerRun run = new HandlerRun(node.name(), context);
    runs.add(run);
    stage.story.tell(() -> node.name() + " runs " + name(context));
    return run;
  }

  private Response handleIn(Connection connection, SimulatedNode node, HandlerContext context)
      throws Exception {
    HandlerRun run = begin(node, context);
    doSteps(node, context, run);
    Said wanted = draw();
    takeTime(node);
    SharedDatabase.write(connection, () -> happen(context));
    mayDie(node, "crash in handler, before the commit");
    takeTime(node);
    return end(node, context, run, wanted);
  }

  private Response handleInOwnTransaction(SimulatedNode node, HandlerContext context)
      throws SQLException {
    HandlerRun run = begin(node, context);
    Said wanted = draw();
    takeTime(node);
    try (Connection connection = node.database().begin()) {
      SharedDatabase.write(connection, () -> happen(context));
      context.completeIn(connection, response(context));
      mayDie(node, "crash in handler, before the commit");
      takeTime(node);
      return endOwnTransaction(connection, node, context, run, wanted);
    } catch (SQLException | SupersededException e) {
      run.said = Said.UNDECLARED;
      stage.tally.count("commit of a handler failed");
      throw e;
    }
  }

  /** Not everybody who rolls back says so, and some fail when they have committed. */
  private Response endOwnTransaction(
      Connection connection, SimulatedNode node, HandlerContext context, HandlerRun run, Said said)
      throws SQLException {
    if (said == Said.DONE && stage.troubledBy(Trouble.FAILURE) && stage.chance.oneIn(4)) {
      connection.rollback();
      return end(node, context, run, Said.ROLLED_BACK);
    }
    if (said == Said.DONE || (isDoubtful(said) && stage.chance.oneIn(2))) {
      connection.commit();
      mayDie(node, "crash in handler, after the commit");
      takeTime(node);
    }
    return end(node, context, run, said);
  }

  private Response handle(SimulatedNode node, HandlerContext context) throws Exception {
    HandlerRun run = begin(node, context);
    doSteps(node, context, run);
    Said wanted = draw();
    boolean effect = wanted == Said.DONE || (isDoubtful(wanted) && stage.chance.oneIn(2));
    takeTime(node);
    mayDie(node, "crash in handler, before the effect");
    if (effect) {
      happen(context);
      mayDie(node, "crash in handler, after the effect");
      takeTime(node);
    }
    return end(node, context, run, wanted);
  }

  private void doSteps(SimulatedNode node, HandlerContext context, HandlerRun run)
      throws Exception {
    try {
      for (int step = stage.chance.below(6); step < 2; step++) {
        steps.run(
            context,
            "step" + step,
            () -> {
              takeTime(node);
              mayDie(node, "crash in a step");
              if (stage.troubledBy(Trouble.FAILURE) && stage.chance.oneIn(6)) {
                throw new IllegalStateException("simulated");
              }
            });
      }
    } catch (RuntimeException e) {
      run.said = Said.UNDECLARED;
      stage.tally.count("step failed");
      throw e;
    }
  }

  private static String name(HandlerContext context) {
    return context.key()
        + " attempt "
        + context.attempt()
        + " token "
        + context.fencingToken()
        + (context.inDoubt() ? " in doubt" : "");
  }

  private static boolean isDoubtful(Said said) {
    return said == Said.UNKNOWN || said == Said.UNDECLARED;
  }

  private Said draw() {
    if (stage.troubledBy(Trouble.FAILURE) && stage.chance.oneIn(3)) {
      return stage.chance.oneOf(Said.RETRYABLE, Said.CLASSIFIED, Said.NOT_STARTED, Said.PERMANENT);
    }
    if (stage.troubledBy(Trouble.DOUBT) && stage.chance.oneIn(3)) {
      return stage.chance.oneOf(Said.UNKNOWN, Said.UNDECLARED);
    }
    return Said.DONE;
  }

  private void takeTime(SimulatedNode node) {
    Duration lease = stage.scenario.settings().lease();
    if (stage.troubledBy(Trouble.LONG_RUN) && stage.chance.oneIn(4)) {
      Duration wanted = stage.chance.upTo(lease.multipliedBy(3));
      if (stage.timePasses(wanted)) {
        stage.tally.count("handler ran long");
      }
    } else if (stage.troubledBy(Trouble.PAUSE) && stage.chance.oneIn(12)) {
      node.standStill(stage.chance.upTo(lease.multipliedBy(2)), "in a handler");
    } else if (stage.chance.oneIn(8)) {
      stage.timePasses(Duration.ofMillis(stage.chance.below(50)));
    }
    node.process().goOn();
  }

  private void mayDie(SimulatedNode node, String how) {
    if (stage.troubledBy(Trouble.CRASH_IN_HANDLER) && stage.chance.oneIn(10)) {
      node.die(how);
      node.process().goOn();
    }
  }

  private void happen(HandlerContext context) {
    effects.add(
        new Effect(
            context.key(),
            context.lane(),
            context.generation(),
            context.fencingToken().value(),
            context.idempotencyKey()));
    stage.story.tell(() -> "effect of " + name(context));
  }

  private Response end(SimulatedNode node, HandlerContext context, HandlerRun run, Said wanted) {
    if (stage.troubledBy(Trouble.OUT_OF_MEMORY) && stage.chance.oneIn(20)) {
      stage.tally.count("handler ran out of memory");
      node.ranOutOfMemory();
      throw new OutOfMemoryError("simulated");
    }
    run.said = wanted;
    stage.tally.count("handler said " + wanted);
    stage.story.tell(() -> node.name() + " ended " + name(context) + ": " + wanted);
    Duration delay = stage.chance.oneIn(2) ? Duration.ZERO : someDelay();
    switch (wanted) {
      case RETRYABLE -> throw new RetryableFailure(PROBLEM, delay, mark(context));
      case PERMANENT -> throw new PermanentFailure(PROBLEM, mark(context));
      case NOT_STARTED -> throw new NotStartedFailure(PROBLEM, delay);
      case UNKNOWN -> {
        if (stage.chance.oneIn(3)) {
          throw new StackOverflowError("simulated");
        }
        throw new UnknownOutcomeFailure(PROBLEM);
      }
      case UNDECLARED -> throw new IllegalStateException("simulated");
      case CLASSIFIED -> throw new Harmless();
      case DONE, NOTHING, ROLLED_BACK -> {}
    }
    return response(context);
  }

  private Response response(HandlerContext context) {
    return stage.chance.oneIn(2)
        ? Response.EMPTY
        : Response.of(HANDLERS_STATUS, "text/plain", FreshnessCheck.words(context.generation()));
  }

  private Duration someDelay() {
    return stage.chance.upTo(Scenario.LONGEST_DELAY);
  }

  /** The destination says what it knows: nothing is certain once it saw this key. */
  private DoubtMark mark(HandlerContext context) {
    boolean seen =
        effects.stream()
            .anyMatch(effect -> effect.idempotencyKey().equals(context.idempotencyKey()));
    return seen || stage.chance.oneIn(2) ? DoubtMark.KEEP : DoubtMark.CLEAR;
  }
}
