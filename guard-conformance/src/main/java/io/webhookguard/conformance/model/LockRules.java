package io.webhookguard.conformance.model;

import io.webhookguard.api.event.FencingToken;
import io.webhookguard.api.lock.Lease;
import io.webhookguard.api.lock.Lock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Who holds a name, and until when (LK). */
record LockRules(Model model) {

  void acquire(String name, String holder, Duration duration, Optional<Lease> answer) {
    Optional<Lease> held = held(name).filter(lease -> lease.endsAt().isAfter(model.now()));
    if (held.isPresent()) {
      boolean own = held.get().holder().equals(holder);
      Optional<Lease> expected = own ? held : Optional.empty();
      Check.equal(own ? "LK-4" : "LK-1", "the lease of " + name, expected, answer);
      return;
    }
    Lease granted =
        answer.orElseThrow(
            () -> Disagreement.between("LK-1", "the lease of " + name, "a lease", "nothing"));
    FencingToken token = granted.token();
    newest(name)
        .ifPresent(
            newest ->
                Check.that(
                    token.compareTo(newest.token()) > 0,
                    "LK-2",
                    "the token of " + granted + " is not greater than " + newest.token()));
    Lease expected = new Lease(name, holder, token, model.now().plus(duration));
    Check.equal("LK-1", "the lease of " + name, expected, granted);
    model.leases.put(name, granted);
    model.released.remove(name);
  }

  void renew(Lease lease, Duration duration, Lock.Renewal answer) {
    Optional<Lease> held = held(lease.name()).filter(current -> isSame(current, lease));
    if (held.isEmpty()) {
      Check.equal("LK-3", "the renewal of " + lease, new Lock.Renewal.Superseded(), answer);
      return;
    }
    Lease renewed =
        new Lease(lease.name(), lease.holder(), lease.token(), model.now().plus(duration));
    Check.equal("LK-6", "the renewal of " + lease, new Lock.Renewal.Renewed(renewed), answer);
    model.leases.put(lease.name(), renewed);
  }

  void release(Lease lease, Lock.Release answer) {
    boolean newest = newest(lease.name()).filter(current -> isSame(current, lease)).isPresent();
    boolean again = newest && held(lease.name()).isEmpty();
    Lock.Release expected = newest ? Lock.Release.RELEASED : Lock.Release.SUPERSEDED;
    String rule = again ? "LK-7" : "LK-3";
    Check.equal(rule, "the release of " + lease, expected, answer);
    if (newest) {
      model.released.put(lease.name(), lease.token());
    }
  }

  // What happened if the reply was lost.

  /** Takes the name if it is free, under the token that one of these leases shows. */
  void acquire(OtherCalls.Acquire wish, List<Lease> shown) {
    if (held(wish.lock()).filter(lease -> lease.endsAt().isAfter(model.now())).isPresent()) {
      return;
    }
    long newest = newest(wish.lock()).map(lease -> lease.token().value()).orElse(0L);
    FencingToken token =
        shown.stream()
            .map(Lease::token)
            .filter(each -> each.value() > newest)
            .findFirst()
            .orElseGet(() -> new FencingToken(newest + 1));
    Lease lease = new Lease(wish.lock(), wish.holder(), token, model.now().plus(wish.duration()));
    acquire(wish.lock(), wish.holder(), wish.duration(), Optional.of(lease));
  }

  /** Renews the lease if it is the newest. */
  void renew(Lease lease, Duration duration) {
    held(lease.name())
        .filter(current -> isSame(current, lease))
        .ifPresent(
            current ->
                model.leases.put(
                    lease.name(),
                    new Lease(
                        lease.name(), lease.holder(), lease.token(), model.now().plus(duration))));
  }

  /** Lets the name go if the lease is the newest. */
  void release(Lease lease) {
    newest(lease.name())
        .filter(current -> isSame(current, lease))
        .ifPresent(current -> model.released.put(lease.name(), lease.token()));
  }

  private Optional<Lease> newest(String name) {
    return Optional.ofNullable(model.leases.get(name));
  }

  /** The newest lease, if it was not let go; it may have ended. */
  private Optional<Lease> held(String name) {
    return newest(name).filter(lease -> !lease.token().equals(model.released.get(name)));
  }

  private static boolean isSame(Lease newest, Lease lease) {
    return newest.token().equals(lease.token());
  }
}
