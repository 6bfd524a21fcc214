package io.webhookguard.core.lock;

import static org.assertj.core.api.Assertions.assertThat;

import io.webhookguard.api.error.GuardException;
import io.webhookguard.api.error.OutcomeUnknownException;
import io.webhookguard.api.error.StoreUnavailableException;
import io.webhookguard.api.lock.Lease;
import io.webhookguard.api.lock.Lock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * One made-up story of callers who share names under a layered lock, of which both sides fail as
 * drawn from a seed. What the callers were told is held against the authority itself.
 */
final class LayeredStory {

  static final String SHOWN = "what the authority shows";
  static final String REFUSED = "refused, so somebody holds it";
  static final String NO_ANSWER = "an authority that failed has no answer";
  static final String EXCEPTION = "only the authority's exceptions come through";
  static final String OUTLASTS = "the fast lock ends with the authority's lease";

  private static final int STEPS = 60;
  private static final List<String> NAMES = List.of("sweeper", "report");
  private static final Duration LONGEST_WAIT =
      LayeredLock.ANSWER_WITHIN.plus(LayeredLock.AFTER_REFUSAL);

  /** A caller's own idea of what it holds. */
  private record Believed(String name, String holder) {}

  private final LayeredBench bench = new LayeredBench();
  private final Random random;
  private final Lock subject;
  private final boolean fastFails;
  private final Map<Believed, Lease> believed = new HashMap<>();
  private final Map<String, Long> newestToken = new HashMap<>();
  private final List<String> told = new ArrayList<>();
  private int holders;

  private LayeredStory(long seed, Function<LayeredBench, Lock> subject) {
    this.random = new Random(seed);
    this.subject = subject.apply(bench);
    this.fastFails = random.nextInt(3) > 0;
  }

  /** Plays one story to its end; what is wrong is an AssertionError that tells it. */
  static void play(long seed, Function<LayeredBench, Lock> subject) {
    LayeredStory story = new LayeredStory(seed, subject);
    for (int step = 0; step < STEPS; step++) {
      try {
        story.step();
      } catch (AssertionError e) {
        throw new AssertionError(
            "seed " + seed + ": " + e.getMessage() + "\n" + String.join("\n", story.told), e);
      }
    }
  }

  private void step() {
    switch (random.nextInt(10)) {
      case 0, 1, 2, 3 -> acquire();
      case 4 -> onOne(this::renew);
      case 5 -> onOne(this::release);
      case 6, 7 -> pass();
      default -> disturb();
    }
    atMostOneHolds();
    if (!fastFails) {
      theFastOneEndsFirst();
    }
  }

  private void acquire() {
    String name = NAMES.get(random.nextInt(NAMES.size()));
    boolean again = holders > 0 && random.nextInt(3) == 0;
    String holder = "holder-" + (again ? random.nextInt(holders) : holders++);
    boolean lies = disturbAuthority();
    Instant start = bench.now();
    int asked = bench.authority.asked.size();
    try {
      Optional<Lease> answer = subject.tryAcquire(name, holder, LayeredBench.LEASE);
      told.add(holder + " acquires " + name + ": " + answer);
      assertThat(lies).as(NO_ANSWER).isFalse();
      judge(name, holder, answer);
      assertThat(bench.authority.asked).as("the authority was asked").hasSizeGreaterThan(asked);
    } catch (GuardException e) {
      told.add(holder + " acquires " + name + ": " + e);
      assertThat(lies).as(EXCEPTION).isTrue();
    }
    assertThat(Duration.between(start, bench.now())).isLessThanOrEqualTo(LONGEST_WAIT);
  }

  private void judge(String name, String holder, Optional<Lease> answer) {
    if (answer.isEmpty()) {
      assertThat(bench.authority.isFree(name)).as(REFUSED).isFalse();
      return;
    }
    Lease lease = answer.get();
    assertThat(bench.authority.right().tryAcquire(name, holder, LayeredBench.LEASE))
        .as(SHOWN)
        .contains(lease);
    believed.put(new Believed(name, holder), lease);
    long token = lease.token().value();
    assertThat(token).as("tokens grow").isGreaterThanOrEqualTo(newestToken.getOrDefault(name, 0L));
    newestToken.put(name, token);
  }

  private void renew(Lease lease) {
    boolean lies = disturbAuthority();
    Duration duration = LayeredBench.LEASE.dividedBy(1 + random.nextInt(4));
    try {
      Lock.Renewal renewal = subject.renew(lease, duration);
      told.add(lease + " is renewed: " + renewal);
      assertThat(lies).as(NO_ANSWER).isFalse();
      Believed place = new Believed(lease.name(), lease.holder());
      if (renewal instanceof Lock.Renewal.Renewed renewed) {
        assertThat(bench.authority.right().tryAcquire(lease.name(), lease.holder(), duration))
            .as(SHOWN)
            .contains(renewed.lease());
        believed.put(place, renewed.lease());
      } else {
        believed.remove(place);
      }
    } catch (GuardException e) {
      told.add(lease + " is renewed: " + e);
      assertThat(lies).as(EXCEPTION).isTrue();
      // It may have been shortened: whoever does not know believes nothing.
      believed.remove(new Believed(lease.name(), lease.holder()));
    }
  }

  private void release(Lease lease) {
    boolean lies = disturbAuthority();
    believed.remove(new Believed(lease.name(), lease.holder()));
    try {
      told.add(lease + " is let go: " + subject.release(lease));
    } catch (GuardException e) {
      told.add(lease + " is let go: " + e);
      assertThat(lies).as(EXCEPTION).isTrue();
    }
  }

  private void onOne(Consumer<Lease> action) {
    List<Lease> all = List.copyOf(believed.values());
    if (!all.isEmpty()) {
      action.accept(all.get(random.nextInt(all.size())));
    }
  }

  private void pass() {
    bench.advance(LayeredBench.LEASE.dividedBy(1 + random.nextInt(20)));
  }

  private boolean disturbAuthority() {
    int kind = random.nextInt(12);
    if (kind > 2) {
      return false;
    }
    bench.authority.next(
        call -> {
          if (kind == 0) {
            throw new StoreUnavailableException("away");
          }
          if (kind == 1) {
            call.passOn();
          }
          throw new OutcomeUnknownException("no reply");
        });
    return true;
  }

  private void disturb() {
    if (!fastFails) {
      return;
    }
    int kind = random.nextInt(7);
    told.add("the fast lock: trouble " + kind);
    switch (kind) {
      case 0 -> bench.fast.flush();
      case 1 -> bench.hangs = true;
      case 2, 3 -> bench.goOn();
      default ->
          bench.fast.next(
              call -> {
                if (kind == 4) {
                  throw new StoreUnavailableException("away");
                }
                Object answer = call.passOn();
                if (kind == 5) {
                  throw new OutcomeUnknownException("no reply");
                }
                return answer instanceof Optional<?> lease && lease.isPresent()
                    ? Optional.empty()
                    : answer;
              });
    }
  }

  private void atMostOneHolds() {
    for (String name : NAMES) {
      List<Lease> held =
          believed.values().stream()
              .filter(lease -> lease.name().equals(name))
              .filter(lease -> lease.endsAt().isAfter(bench.now()))
              .toList();
      assertThat(held).as("holders of " + name).hasSizeLessThanOrEqualTo(1);
    }
  }

  private void theFastOneEndsFirst() {
    for (String name : NAMES) {
      if (bench.authority.isFree(name)) {
        assertThat(bench.fast.isFree(name)).as(OUTLASTS).isTrue();
      }
    }
  }
}
