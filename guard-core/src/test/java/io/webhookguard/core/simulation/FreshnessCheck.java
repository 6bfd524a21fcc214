package io.webhookguard.core.simulation;

import io.webhookguard.api.event.EventKey;
import io.webhookguard.api.provider.ProviderResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Holds answers in a handler's words against what was replayed: they must not be older than the
 * answering node may take for true. Only answers given at once are looked at; who has waited was
 * told of an end, and the end may be that of the generation before.
 */
final class FreshnessCheck {

  /** A replay that somebody was told of. */
  private record Replayed(EventKey key, SimulatedNode by, int generation, Duration at) {}

  private final Stage stage;
  private final List<Replayed> replays = new ArrayList<>();

  FreshnessCheck(Stage stage) {
    this.stage = stage;
  }

  /** What a handler says, by which its generation is known. */
  static byte[] words(int generation) {
    return Integer.toString(generation).getBytes(StandardCharsets.UTF_8);
  }

  /** The node has told somebody that the event is replayed. */
  void replayed(EventKey key, SimulatedNode by) {
    int generation = stage.store.events().find(key).orElseThrow().generation();
    replays.add(new Replayed(key, by, generation, stage.time.age()));
  }

  private boolean isReplayed(EventKey key) {
    return replays.stream().anyMatch(replay -> replay.key.equals(key));
  }

  /**
   * The generation that the node must know of when it gets a request for the event. To be asked
   * then: what is replayed while the request is under way need not be in its answer.
   */
  int known(EventKey key, SimulatedNode node) {
    return replays.stream()
        .filter(replay -> replay.key.equals(key) && mustBeKnown(replay, node))
        .mapToInt(Replayed::generation)
        .max()
        .orElse(1);
  }

  /** A request for the event was answered at once. */
  void answered(EventKey key, int known, ProviderResponse answer) {
    boolean purged = answer.body().size() == 0;
    if (answer.status() != Business.HANDLERS_STATUS || purged) {
      return;
    }
    int said = Integer.parseInt(new String(answer.body().toByteArray(), StandardCharsets.UTF_8));
    if (known > 1) {
      stage.tally.count("answer after a replay");
    } else if (isReplayed(key) && said < replays.get(replays.size() - 1).generation) {
      stage.tally.count("answer of before a replay elsewhere");
    }
    stage.require(
        said >= known,
        Invariant.ANSWER_IS_FRESH,
        key + " is answered as in generation " + said + " and was replayed as " + known);
  }

  private boolean mustBeKnown(Replayed replay, SimulatedNode node) {
    Duration age = stage.time.age().minus(replay.at);
    Duration most = stage.scenario.settings().duplicateCache().maxAge();
    return replay.by == node || age.compareTo(most) >= 0;
  }
}
