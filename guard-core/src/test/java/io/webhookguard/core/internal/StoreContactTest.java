package io.webhookguard.core.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.webhookguard.api.error.StoreUnavailableException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class StoreContactTest {

  private static final Duration INSTANT = Duration.ofNanos(1);

  private final Bench bench = new Bench();
  private final Duration lease = bench.settings.lease();

  private static void miss(StoreContact contact) {
    assertThatThrownBy(
            () ->
                contact.call(
                    () -> {
                      throw new StoreUnavailableException("away");
                    }))
        .isInstanceOf(StoreUnavailableException.class);
  }

  private void assertHoldsBackFor(StoreContact contact, Duration wait) {
    bench.time.advance(wait.minus(INSTANT));
    assertThat(contact.mayRecover()).isFalse();
    bench.time.advance(INSTANT);
    assertThat(contact.mayRecover()).isTrue();
  }

  @Test
  void aNodeThatStartsWaitsAFewPolls() {
    bench.contact.started();

    assertHoldsBackFor(bench.contact, bench.settings.poll().multipliedBy(3));
  }

  @Test
  void butNotLongerThanALease() {
    StoreContact contact = new StoreContact(bench.runtime, lease, lease.dividedBy(2));
    contact.started();

    assertHoldsBackFor(contact, lease);
  }

  @Test
  void anOutageOfAQuarterOfALeaseHoldsRecoveryBackForOne() {
    miss(bench.contact);
    assertThat(bench.contact.good()).isFalse();
    assertThat(bench.contact.mayRecover()).isFalse();
    bench.time.advance(lease.dividedBy(4));
    bench.contact.call(() -> true);

    assertThat(bench.contact.good()).isTrue();
    assertHoldsBackFor(bench.contact, lease);
  }

  @Test
  void aShorterOneHoldsNothingBack() {
    bench.time.advance(lease);
    miss(bench.contact);
    bench.time.advance(lease.dividedBy(4).minus(INSTANT));
    bench.contact.call(() -> true);

    assertThat(bench.contact.mayRecover()).isTrue();
  }
}
