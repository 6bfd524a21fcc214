package io.webhookguard.core.simulation;

import io.webhookguard.api.event.EventKey;
import io.webhookguard.core.handler.HandlerContext;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What steps did and what handlers got from them, and whether that fits together. */
final class StepLog {

  /** A step of an event and generation. */
  private record Name(EventKey key, int generation, String step) {}

  /** A step ran, when so many results had been handed out. */
  private record Ran(Name name, long token, String key, int results) {}

  /** A handler got a result. */
  private record Got(Name name, long token, String result) {}

  /** What a step does beside its result. */
  @FunctionalInterface
  interface Body {
    void run();
  }

  private final Stage stage;
  private final List<Ran> ran = new ArrayList<>();
  private final List<Got> got = new ArrayList<>();

  StepLog(Stage stage) {
    this.stage = stage;
  }

  /** Does a step. */
  void run(HandlerContext context, String step, Body body) throws Exception {
    Name name = new Name(context.key(), context.generation(), step);
    long token = context.fencingToken().value();
    String result =
        context.step(
            step,
            String.class,
            key -> {
              ran.add(new Ran(name, token, key, got.size()));
              stage.story.tell(() -> context.key() + " token " + token + " does " + step);
              body.run();
              return "result " + ran.size();
            });
    stage.story.tell(() -> context.key() + " token " + token + " has " + step + ": " + result);
    got.add(new Got(name, token, result));
    stage.tally.count("step has a result");
  }

  void check() {
    Map<Name, String> results = new HashMap<>();
    for (Got each : got) {
      String first = results.putIfAbsent(each.name(), each.result());
      if (first != null) {
        stage.tally.count("step found recorded");
      }
      stage.require(
          first == null || first.equals(each.result()),
          Invariant.STEP_ONCE,
          each.name().key() + " got " + each + " where " + first + " was recorded");
    }
    Map<Name, String> keys = new HashMap<>();
    Map<String, Name> owners = new HashMap<>();
    for (Ran each : ran) {
      String first = keys.putIfAbsent(each.name(), each.key());
      Name owner = owners.putIfAbsent(each.key(), each.name());
      stage.require(
          (first == null || first.equals(each.key()))
              && (owner == null || owner.equals(each.name())),
          Invariant.SAME_KEY,
          each.name().key() + " has another key for " + each);
      // Who was overtaken may not know of a newer claim's result: what it does is refused.
      boolean known =
          got.subList(0, each.results()).stream()
              .anyMatch(it -> it.name().equals(each.name()) && it.token() <= each.token());
      stage.require(!known, Invariant.STEP_ONCE, each.name().key() + " repeated " + each);
    }
  }
}
