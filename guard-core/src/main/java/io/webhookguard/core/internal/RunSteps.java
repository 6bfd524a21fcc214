package io.webhookguard.core.internal;

import io.webhookguard.api.error.OutcomeUnknownException;
import io.webhookguard.api.error.SupersededException;
import io.webhookguard.api.event.EventKey;
import io.webhookguard.api.event.Names;
import io.webhookguard.api.event.Payload;
import io.webhookguard.api.event.Sha256;
import io.webhookguard.api.store.Claim;
import io.webhookguard.api.store.Steps;
import io.webhookguard.core.handler.Step;
import io.webhookguard.core.handler.StepCodec;
import io.webhookguard.core.handler.StepException;
import io.webhookguard.core.handler.StepException.Mistake;
import java.io.IOException;
import java.lang.reflect.Type;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The steps of one attempt (ST).
 *
 * <p>What earlier attempts have recorded is read once, when the first step is asked for: one round
 * trip, and one more for each step that runs. A result is written, read back, and only then
 * recorded, so that a type which cannot be read back is found out on the first day and not after a
 * crash, and so that the first attempt sees what all later ones will see.
 */
final class RunSteps {

  private final Run run;
  private final Steps steps;
  private final StepCodec codec;

  /** Guards all below. */
  private final Object lock = new Object();

  private final Set<String> used = new HashSet<>();
  private @Nullable Map<String, Payload> recorded;
  private int added;

  RunSteps(Run run, Steps steps, StepCodec codec) {
    this.run = run;
    this.steps = steps;
    this.codec = codec;
  }

  /** The key that the step's effect carries. */
  static String key(EventKey key, int generation, String step) {
    return "wg-"
        + Sha256.ofTuple(
                "guard.step.v1",
                key.route().source(),
                key.route().consumer(),
                key.scope(),
                key.eventId(),
                Integer.toString(generation),
                step)
            .toHex();
  }

  /** Returns the recorded result, or runs the step and records its result. */
  @Nullable Object step(String name, Type type, Step<?> step) throws Exception {
    if (!run.isRunning()) {
      throw new IllegalStateException("the handler has returned: the attempt is over");
    }
    Payload known = take(name);
    if (known != null) {
      return readAgain(name, known, type);
    }
    boolean done = false;
    try {
      Object result = step.run(key(run.key(), run.attempt().generation(), name));
      done = true;
      return record(name, type, result);
    } finally {
      if (!done) {
        giveUp(name);
      }
    }
  }

  /** Reserves the name for this attempt and returns what was recorded under it before, if any. */
  private @Nullable Payload take(String name) {
    Names.flawOfOpaque(name)
        .ifPresent(
            flaw -> {
              throw new StepException(Mistake.NAME_INVALID, "the name of a step " + flaw);
            });
    synchronized (lock) {
      if (recorded == null) {
        recorded = recall();
      }
      if (!used.add(name)) {
        throw new StepException(
            Mistake.NAME_USED_TWICE, "step " + name + " was done before in this attempt");
      }
      Payload known = recorded.get(name);
      if (known == null && recorded.size() + added >= Steps.MAX_STEPS) {
        throw new StepException(
            Mistake.TOO_MANY, "an event has at most " + Steps.MAX_STEPS + " steps: " + name);
      }
      added += known == null ? 1 : 0;
      return known;
    }
  }

  /** It threw and recorded nothing: the handler may try it again. */
  private void giveUp(String name) {
    synchronized (lock) {
      used.remove(name);
      added--;
    }
  }

  private Map<String, Payload> recall() {
    return asked(() -> steps.recall(run.attempt().claim()))
        .match(
            Steps.Recalled.Results::byStep,
            superseded -> {
              throw superseded(superseded.newestToken());
            });
  }

  private @Nullable Object record(String name, Type type, @Nullable Object result) {
    Payload written = write(name, type, result);
    Object read = readBack(name, written, type);
    Claim claim = run.attempt().claim();
    return asked(() -> steps.record(claim, name, written))
        .match(
            kept -> read,
            already -> readAgain(name, already.result(), type),
            superseded -> {
              throw superseded(superseded.newestToken());
            });
  }

  /** Both calls may be made twice: the first result under a name stays. */
  private static <T> T asked(Supplier<T> call) {
    try {
      return call.get();
    } catch (OutcomeUnknownException e) {
      return call.get();
    }
  }

  private Payload write(String name, Type type, @Nullable Object result) {
    Payload written;
    try {
      written = codec.write(result, type);
    } catch (IOException | RuntimeException e) {
      throw mistake(Mistake.RESULT_UNSERIALISABLE, name, "cannot be written", type, e);
    }
    if (written.size() > Steps.MAX_RESULT_BYTES) {
      throw new StepException(
          Mistake.RESULT_TOO_LARGE,
          "the result of step "
              + name
              + " has "
              + written.size()
              + " bytes, more than "
              + Steps.MAX_RESULT_BYTES
              + ": keep what later attempts need, such as an id");
    }
    return written;
  }

  private @Nullable Object readBack(String name, Payload written, Type type) {
    try {
      return codec.read(written, type);
    } catch (IOException | RuntimeException e) {
      throw mistake(Mistake.RESULT_UNSERIALISABLE, name, "cannot be read back", type, e);
    }
  }

  private @Nullable Object readAgain(String name, Payload recordedResult, Type type) {
    try {
      return codec.read(recordedResult, type);
    } catch (IOException | RuntimeException e) {
      throw mistake(Mistake.RECORDED_OTHERWISE, name, "was recorded otherwise", type, e);
    }
  }

  /** The failure underneath quotes the result, so only its class is named. */
  private static StepException mistake(
      Mistake mistake, String name, String what, Type type, Exception e) {
    return new StepException(
        mistake,
        "the result of step "
            + name
            + " "
            + what
            + " as "
            + type.getTypeName()
            + " ("
            + e.getClass().getSimpleName()
            + ")");
  }

  private SupersededException superseded(long newestToken) {
    run.loseLease();
    return new SupersededException(
        run + " is over, the newest token is " + newestToken + ": no step of it is recorded");
  }
}
