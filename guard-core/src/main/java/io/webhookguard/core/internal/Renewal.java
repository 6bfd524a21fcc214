package io.webhookguard.core.internal;

import io.webhookguard.api.error.OutcomeUnknownException;
import io.webhookguard.api.error.StoreUnavailableException;
import io.webhookguard.api.store.Claim;
import io.webhookguard.api.store.EventStore;
import io.webhookguard.api.store.Limits;
import io.webhookguard.api.store.RenewAnswer;
import io.webhookguard.core.GuardObserver;
import io.webhookguard.core.runtime.GuardRuntime;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the claims that this node holds: whatever was not renewed for a third of its lease is, in
 * one call of its own, which waits behind nobody's admissions or settlements. Claims whose end
 * waits to be recorded are kept like those whose handler runs. A claim that the store cannot renew
 * takes no other with it. A claim whose row a transaction of its handler's holds is left alone
 * meanwhile: nobody can take it over.
 */
final class Renewal {

  private static final Logger log = LoggerFactory.getLogger(Renewal.class);

  private final EventStore events;
  private final StoreContact contact;
  private final Runs runs;
  private final GuardRuntime runtime;
  private final GuardObserver observer;
  private final Duration lease;

  Renewal(Node node, StoreContact contact, Runs runs) {
    this.events = node.store().events();
    this.contact = contact;
    this.runs = runs;
    this.runtime = node.runtime();
    this.observer = node.observer();
    this.lease = node.settings().lease();
  }

  /** Renews what is due and says whether all of it was answered. */
  boolean renewDue() {
    long now = runtime.nanoTime();
    Duration old = lease.dividedBy(3);
    List<Run> due =
        runs.all().stream()
            .filter(run -> !run.leaseLost() && !run.isHeldByTransaction())
            .filter(run -> run.isOlderThan(old, now))
            .toList();
    for (int from = 0; from < due.size(); from += Limits.MAX_BATCH) {
      if (!renew(due.subList(from, Math.min(due.size(), from + Limits.MAX_BATCH)), now)) {
        return false;
      }
    }
    return true;
  }

  private boolean renew(List<Run> due, long now) {
    try {
      Halving.call(
          due,
          some -> {
            List<Claim> claims = some.stream().map(run -> run.attempt().claim()).toList();
            List<RenewAnswer> answers = contact.call(() -> events.renew(claims, lease));
            for (int i = 0; i < some.size(); i++) {
              digest(some.get(i), answers.get(i), now);
            }
          },
          (run, why) -> log.error("WG402 the store cannot renew the claim of {}", run, why));
      return true;
    } catch (StoreUnavailableException | OutcomeUnknownException e) {
      log.debug("{} claims could not be renewed yet: {}", due.size(), e.getMessage());
      return false;
    }
  }

  private void digest(Run run, RenewAnswer answer, long now) {
    if (answer instanceof RenewAnswer.Superseded) {
      // Perhaps only because its end was recorded meanwhile: the answer to that decides.
      run.loseLease();
      observer.leaseLost(run.key().route());
      log.debug("{} was told that its claim is over", run);
    } else if (answer instanceof RenewAnswer.Renewed) {
      run.renewed(now);
    }
    // What is locked was not renewed: it is asked for again in the next round.
  }
}
