package io.webhookguard.core.simulation;

import io.webhookguard.api.error.OutcomeUnknownException;
import io.webhookguard.api.error.StoreUnavailableException;
import io.webhookguard.api.store.ClaimRequest;
import io.webhookguard.api.store.RenewAnswer;
import io.webhookguard.api.store.SettleAnswer;
import io.webhookguard.api.store.Settlement;
import io.webhookguard.core.InterposedStore;
import io.webhookguard.core.SharedDatabase;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The way from one node to the store, on which everything can go wrong. */
final class StoreLink implements InterposedStore.Between {

  /** Calls of which there are many; accidents of the others are more likely, to be seen at all. */
  private static final Set<String> FREQUENT = Set.of("claim", "recover", "append");

  /** Calls of which there are very few in a run. */
  private static final Set<String> RARE = Set.of("tryAcquire", "purge", "release");

  /** Calls that carry what concurrent callers want. */
  private static final Set<String> IN_BATCHES = Set.of("admit", "renew", "settle");

  /** Calls that may take effect after their caller has gone on. */
  private static final Set<String> MAY_BE_LATE =
      Set.of("admit", "claim", "record", "recover", "renew", "settle", "commit");

  private final Stage stage;
  private final SimulatedNode node;
  private final CallCheck check;
  private boolean away;
  private int lastLimit;
  private int refused;

  StoreLink(Stage stage, SimulatedNode node) {
    this.stage = stage;
    this.node = node;
    this.check = new CallCheck(stage, node.name());
  }

  /** Nothing gets through until it is back. */
  void away(boolean wanted) {
    away = wanted;
    if (wanted) {
      node.excuse();
    }
  }

  /** How many slots were free at the last claim. */
  int freeSlots() {
    return lastLimit;
  }

  /** How many settlements of this node the store answered with a newer token. */
  int refused() {
    return refused;
  }

  @Override
  public @Nullable Object answer(InterposedStore.Call call) throws Throwable {
    stage.purgers.asks(node, call);
    node.process().goOn();
    noteLimit(call);
    check.sent(call);
    try {
      Object answer = send(call);
      check.answered(call);
      noteClaims(call, answer);
      return noted(call, answer);
    } catch (OutcomeUnknownException e) {
      check.lost(call);
      throw e;
    } catch (IllegalArgumentException e) {
      check.answered(call);
      throw e;
    }
  }

  private @Nullable Object send(InterposedStore.Call call) throws Throwable {
    if (!stage.isCalm()) {
      beforeCall(call);
    }
    Object answer = call.passOn();
    stage.purgers.answered(node, call, answer);
    stage.story.tell(() -> node.name() + " " + call.name() + " -> " + answer);
    if (!stage.isCalm()) {
      afterCall(call);
    }
    return answer;
  }

  private void noteClaims(InterposedStore.Call call, @Nullable Object answer) {
    if (call.name().equals("claims") && answer instanceof List<?> found && !found.isEmpty()) {
      stage.tally.count("lost claim found");
    }
  }

  private boolean happens(Trouble trouble, InterposedStore.Call call, int rarity) {
    if (!stage.troubledBy(trouble)) {
      return false;
    }
    int times = FREQUENT.contains(call.name()) ? 6 * rarity : rarity;
    return stage.chance.oneIn(RARE.contains(call.name()) ? 1 + rarity / 4 : times);
  }

  private void beforeCall(InterposedStore.Call call) {
    if (away) {
      count("away", call);
      throw new StoreUnavailableException("the store is away");
    }
    hold(call);
    mayDie(call, "before");
    if (happens(Trouble.UNAVAILABLE, call, 4)) {
      count("unavailable", call);
      throw new StoreUnavailableException("no connection");
    }
    if (isBatch(call) && happens(Trouble.INDIGESTIBLE, call, 6)) {
      count("indigestible", call);
      throw new IllegalArgumentException("this cannot be kept");
    }
    if (happens(Trouble.LOST_REQUEST, call, 4)) {
      count("lost request", call);
      throw new OutcomeUnknownException("no reply");
    }
    if (MAY_BE_LATE.contains(call.name()) && happens(Trouble.LATE_EFFECT, call, 6)) {
      count("late effect", call);
      takeEffectLater(call);
      throw new OutcomeUnknownException("no reply yet");
    }
  }

  private static boolean isBatch(InterposedStore.Call call) {
    return IN_BATCHES.contains(call.name()) && call.subject() instanceof List<?>;
  }

  private void afterCall(InterposedStore.Call call) {
    mayDie(call, "after");
    if (happens(Trouble.LOST_REPLY, call, 4)) {
      count("lost reply", call);
      throw new OutcomeUnknownException("no reply");
    }
    hold(call);
  }

  private void count(String what, InterposedStore.Call call) {
    node.excuse();
    stage.tally.count(what + " of " + call.name());
    stage.story.tell(() -> node.name() + " " + call.name() + ": " + what);
  }

  private void takeEffectLater(InterposedStore.Call call) {
    if (call.subject() instanceof SharedDatabase.Transaction transaction) {
      transaction.goesOn();
    }
    Duration delay =
        stage.chance.upTo(stage.scenario.settings().lease().multipliedBy(3).dividedBy(2));
    stage.expectLateEffect(delay);
    stage.time.later(
        delay,
        () -> {
          try {
            Object answer = call.passOn();
            stage.story.tell(
                () -> "late, of " + node.name() + ": " + call.name() + " -> " + answer);
          } catch (Throwable e) {
            throw new IllegalStateException("the store itself failed", e);
          }
        });
  }

  private void mayDie(InterposedStore.Call call, String when) {
    if (happens(Trouble.CRASH_IN_CALL, call, 12)) {
      stage.tally.count("crash in " + call.name());
      node.die("crash " + when + " " + call.name());
      node.process().goOn();
    }
  }

  /** The call is under way while others do something, or the node stands still. */
  private void hold(InterposedStore.Call call) {
    Duration before = stage.time.age();
    Duration lease = stage.scenario.settings().lease();
    if (happens(Trouble.PAUSE, call, 20)) {
      node.standStill(stage.chance.upTo(lease.multipliedBy(2)), "in " + call.name());
    } else if (happens(Trouble.STALL, call, 12)) {
      stage.tally.count("call stalled");
      stage.timePassesInCall(stage.chance.upTo(lease));
    } else if (stage.troubledBy(Trouble.CROWD) && IN_BATCHES.contains(call.name())) {
      stage.othersGoOn(12);
    } else if (stage.chance.oneIn(4)) {
      stage.othersGoOn(4);
    }
    if (stage.time.age().compareTo(before) > 0) {
      node.excuse();
    }
    node.process().goOn();
  }

  private void noteLimit(InterposedStore.Call call) {
    if (call.subject() instanceof ClaimRequest request
        && request.selection() instanceof ClaimRequest.Selection.DueHeads heads) {
      lastLimit = heads.limit();
    }
  }

  /** Rows that a user's transaction holds are answered so, whatever was asked. */
  InterposedStore.Between lockingRows() {
    return call -> {
      boolean locks = call.name().equals("renew") || call.name().equals("settle");
      if (!locks || !(call.subject() instanceof List<?>) || !happens(Trouble.LOCKED, call, 4)) {
        return call.passOn();
      }
      count("locked rows", call);
      int size = ((List<?>) call.subject()).size();
      return call.name().equals("renew")
          ? Collections.nCopies(size, new RenewAnswer.Locked())
          : Collections.nCopies(size, new SettleAnswer.Locked());
    };
  }

  /** What a claim's own transaction has recorded is no refusal. */
  private @Nullable Object noted(InterposedStore.Call call, @Nullable Object answer) {
    if (call.name().equals("settle") && answer instanceof List<?> answers) {
      for (int i = 0; i < answers.size(); i++) {
        if (answers.get(i) instanceof SettleAnswer.Superseded superseded) {
          Settlement settlement = (Settlement) ((List<?>) call.subject()).get(i);
          note(settlement.claim().token().value() == superseded.newestToken());
        }
      }
    }
    return answer;
  }

  private void note(boolean ownTransaction) {
    if (ownTransaction) {
      stage.tally.count("settlement found recorded by a transaction");
    } else {
      refused++;
      stage.tally.count("settlement superseded");
    }
  }
}
