package io.webhookguard.core.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.webhookguard.api.event.Completion;
import io.webhookguard.api.event.EventKey;
import io.webhookguard.api.event.EventRecord;
import io.webhookguard.api.event.Lane;
import io.webhookguard.api.event.Payload;
import io.webhookguard.api.event.Problem;
import io.webhookguard.api.event.Response;
import io.webhookguard.api.event.Status;
import io.webhookguard.api.provider.Secrets;
import io.webhookguard.core.DuplicateCache;
import io.webhookguard.core.Source;
import io.webhookguard.core.StubAdapter;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class SettledDuplicatesTest {

  private static final Payload BODY = Payload.of("", new byte[] {1});
  private static final Duration AGE = Duration.ofSeconds(10);
  private static final int ROUNDS = 20_000;
  private static final long SMALL = 64 * 1024;

  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1_000);

  private SettledDuplicates cache(long maxBytes, Source.Mode mode) {
    Source source =
        Source.named("shop", new StubAdapter(Duration.ofDays(1)))
            .secrets(Secrets.of(StubAdapter.SECRET))
            .mode(mode)
            .build();
    return new SettledDuplicates(
        new DuplicateCache(maxBytes, AGE), Map.of("shop", source), nanos::get);
  }

  private static EventKey key(int number) {
    return new EventKey(Bench.ROUTE, "", "e" + number);
  }

  private static EventRecord complete(EventKey key, Response response) {
    return new EventRecord(
        key,
        "paid",
        Lane.NONE,
        1,
        false,
        BODY.sha256(),
        true,
        new Status.Complete(Instant.EPOCH, Completion.HANDLED, response),
        1,
        1,
        1,
        false,
        0,
        Problem.NONE,
        Instant.EPOCH,
        Optional.empty());
  }

  private static Response response(int bodyBytes) {
    return Response.of(201, "text/plain", new byte[bodyBytes]);
  }

  private void remember(SettledDuplicates cache, EventKey key, Response response) {
    cache.known(complete(key, response), cache.mark(key), nanos.get());
  }

  @Test
  void neverTakesMoreThanItsWeight() {
    SettledDuplicates cache = cache(SMALL, Source.Mode.INLINE);
    int kept = 0;
    for (int i = 0; i < 2_000; i++) {
      remember(cache, key(i), response(i % SettledDuplicates.MAX_BODY_BYTES));
      assertThat(cache.bytes()).isLessThanOrEqualTo(SMALL);
    }
    for (int i = 0; i < 2_000; i++) {
      kept += cache.find(key(i), BODY).isPresent() ? 1 : 0;
    }
    assertThat(kept).isBetween(1, (int) SMALL / 400);
  }

  @Test
  void bodiesCountAndLargeOnesAreNotKept() {
    SettledDuplicates cache = cache(1 << 20, Source.Mode.INLINE);
    remember(cache, key(1), response(SettledDuplicates.MAX_BODY_BYTES));
    remember(cache, key(2), response(SettledDuplicates.MAX_BODY_BYTES + 1));
    remember(cache, key(3), Response.EMPTY.withoutBody());

    assertThat(cache.find(key(1), BODY)).contains(response(SettledDuplicates.MAX_BODY_BYTES));
    assertThat(cache.find(key(2), BODY)).isEmpty();
    assertThat(cache.find(key(3), BODY)).contains(Response.EMPTY.withoutBody());
    assertThat(cache.bytes()).isGreaterThan(SettledDuplicates.MAX_BODY_BYTES);
  }

  @Test
  void eachTextCountsTwoBytesForACharacterAndABodyAsItIs() {
    String more = "x".repeat(100);
    long plain = weight("", "e", "text/plain", 1);

    assertThat(weight("", "e" + more, "text/plain", 1)).isEqualTo(plain + 200);
    assertThat(weight(more, "e", "text/plain", 1)).isEqualTo(plain + 200);
    assertThat(weight("", "e", "text/plain" + more, 1)).isEqualTo(plain + 200);
    assertThat(weight("", "e", "text/plain", 101)).isEqualTo(plain + 100);
  }

  private long weight(String scope, String eventId, String contentType, int bodyBytes) {
    SettledDuplicates cache = cache(1 << 20, Source.Mode.INLINE);
    Response response = Response.of(201, contentType, new byte[bodyBytes]);
    remember(cache, new EventKey(Bench.ROUTE, scope, eventId), response);
    return cache.bytes();
  }

  @Test
  void whatIsForgottenHoldsUpFewOthers() {
    SettledDuplicates cache = cache(1 << 20, Source.Mode.INLINE);
    long[] marks = new long[1_000];
    for (int i = 0; i < marks.length; i++) {
      marks[i] = cache.mark(key(i));
    }
    cache.forget(key(0));

    int moved = 0;
    for (int i = 0; i < marks.length; i++) {
      moved += cache.mark(key(i)) == marks[i] ? 0 : 1;
    }
    assertThat(moved).isBetween(1, 10);
  }

  @Test
  void deferredSourcesNeedNoBodies() {
    SettledDuplicates cache = cache(1 << 20, Source.Mode.DEFERRED);
    remember(cache, key(1), response(60_000));

    assertThat(cache.find(key(1), BODY)).contains(Response.EMPTY);
    assertThat(cache.bytes()).isLessThan(1_000);
  }

  @Test
  void ageCountsFromBeforeTheStoreWasAskedAlsoWhereTheClockOverflows() {
    SettledDuplicates cache = cache(1 << 20, Source.Mode.INLINE);
    long mark = cache.mark(key(1));
    long asked = nanos.get();
    nanos.addAndGet(AGE.toNanos() - 2);
    cache.known(complete(key(1), Response.EMPTY), mark, asked);

    assertThat(cache.find(key(1), BODY)).isPresent();
    nanos.addAndGet(1);
    assertThat(cache.find(key(1), BODY)).isPresent();
    nanos.addAndGet(1);
    assertThat(cache.find(key(1), BODY)).isEmpty();
    cache.known(complete(key(1), Response.EMPTY), cache.mark(key(1)), asked);
    assertThat(cache.find(key(1), BODY)).isEmpty();
  }

  @Test
  void whatIsTooOldIsLetGoThoughNobodyAsks() {
    SettledDuplicates cache = cache(1 << 20, Source.Mode.INLINE);
    remember(cache, key(1), response(10_000));
    nanos.addAndGet(AGE.multipliedBy(2).toNanos());

    cache.tick();

    assertThat(cache.bytes()).isZero();
  }

  @Test
  void whatIsTooOldIsNotCountedThoughNobodyTicks() {
    SettledDuplicates cache = cache(1 << 20, Source.Mode.INLINE);
    remember(cache, key(1), response(10_000));
    nanos.addAndGet(AGE.multipliedBy(2).toNanos());

    assertThat(cache.bytes()).isZero();
  }

  @Test
  void anOlderAnswerDoesNotReplaceANewerOne() {
    SettledDuplicates cache = cache(1 << 20, Source.Mode.INLINE);
    long mark = cache.mark(key(1));
    long asked = nanos.get();
    nanos.addAndGet(1);
    remember(cache, key(1), response(2));

    cache.known(complete(key(1), response(1)), mark, asked);

    assertThat(cache.find(key(1), BODY)).contains(response(2));
  }

  /** Whoever forgets an event finds nothing of before in it afterwards, whatever is under way. */
  @Test
  void nothingOlderSurvivesForgettingUnderManyThreads() throws Exception {
    SettledDuplicates cache = cache(1 << 20, Source.Mode.INLINE);
    EventKey key = key(1);
    AtomicInteger generation = new AtomicInteger();
    CyclicBarrier together = new CyclicBarrier(2);
    ExecutorService other = Executors.newSingleThreadExecutor();
    int stale = 0;
    try {
      Future<?> filler = other.submit(() -> fill(cache, key, generation, together));
      for (int i = 0; i < ROUNDS; i++) {
        together.await();
        int now = generation.incrementAndGet();
        cache.forget(key);
        together.await();
        Optional<Response> found = cache.find(key, BODY);
        stale += found.isPresent() && !found.get().equals(response(now % 100)) ? 1 : 0;
      }
      filler.get();
    } finally {
      other.shutdownNow();
    }
    assertThat(stale).isZero();
  }

  private @Nullable Void fill(
      SettledDuplicates cache, EventKey key, AtomicInteger generation, CyclicBarrier together)
      throws InterruptedException, BrokenBarrierException {
    for (int i = 0; i < ROUNDS; i++) {
      together.await();
      long mark = cache.mark(key);
      Response known = response(generation.get() % 100);
      cache.known(complete(key, known), mark, nanos.get());
      together.await();
    }
    return null;
  }
}
