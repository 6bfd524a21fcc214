package io.webhookguard.core.internal;

import io.webhookguard.api.error.OutcomeUnknownException;
import io.webhookguard.api.error.StoreUnavailableException;
import io.webhookguard.api.event.Route;
import io.webhookguard.api.store.Attempt;
import io.webhookguard.api.store.EventStore;
import io.webhookguard.api.store.RecoverRequest;
import io.webhookguard.core.handler.RunPolicy;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes over claims whose lease has ended and settles each as its policy says.
 *
 * <p>At most {@value #LIMIT} takeovers are held at once. A call whose reply was lost is asked about
 * before another is made.
 */
final class Recovery {

  private static final Logger log = LoggerFactory.getLogger(Recovery.class);
  private static final int LIMIT = 100;

  private final EventStore events;
  private final StoreContact contact;
  private final Node node;
  private final Subscriptions subscriptions;
  private final Runs runs;
  private final Settler settler;
  private Optional<UUID> lost = Optional.empty();

  Recovery(
      Node node, StoreContact contact, Subscriptions subscriptions, Runs runs, Settler settler) {
    this.events = node.store().events();
    this.contact = contact;
    this.node = node;
    this.subscriptions = subscriptions;
    this.runs = runs;
    this.settler = settler;
  }

  /** Takes over what is to be had, if nothing speaks against it. */
  void recover() {
    Set<Route> routes = subscriptions.routes();
    int limit = LIMIT - (int) runs.all().stream().filter(run -> !run.holdsSlot()).count();
    if (routes.isEmpty() || limit < 1 || !contact.mayRecover()) {
      return;
    }
    UUID claimId = lost.orElseGet(node.ids()::next);
    long askedNanos = node.runtime().nanoTime();
    try {
      List<Attempt> taken =
          lost.isPresent()
              ? contact.call(() -> events.claims(claimId))
              : contact.call(() -> events.recover(request(claimId, routes, limit)));
      lost = Optional.empty();
      taken.forEach(attempt -> settle(attempt, askedNanos));
    } catch (StoreUnavailableException e) {
      log.debug("nothing is recovered while the store is away: {}", e.getMessage());
    } catch (OutcomeUnknownException e) {
      lost = Optional.of(claimId);
      log.debug("a recovery's reply was lost: {}", e.getMessage());
    }
  }

  private RecoverRequest request(UUID claimId, Set<Route> routes, int limit) {
    return new RecoverRequest(node.name(), claimId, node.settings().lease(), routes, limit);
  }

  private void settle(Attempt attempt, long askedNanos) {
    Run run = new Run(attempt, false, askedNanos);
    log.info("WG401 {} is taken over: its lease had ended", run);
    run.end(Duration.ZERO, node.runtime().nanoTime());
    runs.add(run);
    node.observer().recovered(run.key().route());
    RunRules rules = rules(attempt);
    int inARow = takeovers(attempt, rules.policy().takeovers());
    settler.settle(run, rules.afterTakeover(attempt, inARow, node.runtime().random().nextDouble()));
  }

  /** Asks the ledger only where there were attempts enough; what it cannot say does not count. */
  private int takeovers(Attempt attempt, int most) {
    if (attempt.number() < most) {
      return 1;
    }
    try {
      return Takeovers.inARow(node.store().ledger().entries(attempt.claim().key()));
    } catch (StoreUnavailableException | OutcomeUnknownException e) {
      log.debug("earlier takeovers are not known: {}", e.getMessage());
      return 1;
    }
  }

  /**
   * The rules of the attempt's handler. A node that has none (it is older or newer than the one
   * that ran it) does not know whether the effect may be repeated, so it leaves that to a person.
   */
  private RunRules rules(Attempt attempt) {
    return subscriptions
        .closest(attempt.claim().key().route(), attempt.type())
        .map(RunRules::of)
        .orElseGet(() -> new RunRules(RunPolicy.AT_MOST_ONCE, RunRules.Kind.PLAIN));
  }
}
