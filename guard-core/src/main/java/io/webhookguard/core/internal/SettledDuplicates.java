package io.webhookguard.core.internal;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.webhookguard.api.event.Completion;
import io.webhookguard.api.event.EventKey;
import io.webhookguard.api.event.EventRecord;
import io.webhookguard.api.event.Payload;
import io.webhookguard.api.event.Response;
import io.webhookguard.api.event.Sha256;
import io.webhookguard.api.event.Status;
import io.webhookguard.core.DuplicateCache;
import io.webhookguard.core.Source;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.LongSupplier;

/**
 * Remembers for a while what a duplicate of a COMPLETE event is to be told.
 *
 * <p><b>What it may say.</b> Only that the event was COMPLETE, with a body of this digest, at most
 * {@code maxAge} ago. Age is counted from a moment before the store was asked, so what another node
 * does to the event is hidden for no longer than that. A body with another digest is none of its
 * business: whether that is a conflict is for the store to say.
 *
 * <p><b>What happens here is seen at once.</b> Whoever changes an event on this node, or is granted
 * a claim on it, has it forgotten. An answer of the store that was under way meanwhile may be older
 * than the change and must not bring it back: so each answer carries a mark that was taken before
 * the store was asked, and counts only while nothing was forgotten since. Marks are shared by keys
 * that fall together; the only harm is that something is not remembered.
 *
 * <p><b>Memory.</b> Bounded by weight, an estimate of what an entry takes. Responses are kept for
 * inline sources alone, as nobody else gives them out; one with a body above {@value
 * #MAX_BODY_BYTES} bytes is not kept at all, and its duplicates ask the store.
 *
 * <p>Safe for use by many threads.
 */
final class SettledDuplicates {

  /** Larger responses would push out what is asked for more often. */
  static final int MAX_BODY_BYTES = 16 * 1024;

  /** The entry, its key, the digest and the cache's own share. */
  private static final int BYTES_PER_ENTRY = 400;

  private static final int MARKS = 1 << 12;

  /** What is known of an event, from before the clock showed {@code asOfNanos}. */
  private record Settled(Sha256 body, Response response, long asOfNanos) {}

  private final Map<String, Source> sources;
  private final LongSupplier nanoTime;
  private final long maxAgeNanos;
  private final boolean on;
  private final AtomicLongArray marks = new AtomicLongArray(MARKS);
  private final Cache<EventKey, Settled> cache;

  SettledDuplicates(DuplicateCache limits, Map<String, Source> sources, LongSupplier nanoTime) {
    this.sources = Map.copyOf(sources);
    this.nanoTime = nanoTime;
    this.maxAgeNanos = limits.maxAge().toNanos();
    this.on = limits.isOn();
    this.cache =
        Caffeine.newBuilder()
            .maximumWeight(limits.maxBytes())
            .weigher(SettledDuplicates::weight)
            .expireAfterWrite(limits.maxAge())
            .ticker(nanoTime::getAsLong)
            .executor(Runnable::run)
            .build();
  }

  private static int weight(EventKey key, Settled settled) {
    int chars =
        key.eventId().length() + key.scope().length() + settled.response.contentType().length();
    return BYTES_PER_ENTRY + 2 * chars + bodySize(settled.response);
  }

  private static int bodySize(Response response) {
    return response.body().map(body -> body.length).orElse(0);
  }

  /** What a duplicate with this body is to be told, if that is known here. */
  Optional<Response> find(EventKey key, Payload body) {
    return Optional.ofNullable(cache.getIfPresent(key))
        .filter(settled -> isFresh(settled.asOfNanos) && settled.body.equals(body.sha256()))
        .map(Settled::response);
  }

  private boolean isFresh(long asOfNanos) {
    return nanoTime.getAsLong() - asOfNanos < maxAgeNanos;
  }

  /** To be taken before the store is asked about the event. */
  long mark(EventKey key) {
    return marks.get(place(key));
  }

  private static int place(EventKey key) {
    int hash = key.hashCode();
    return (hash ^ (hash >>> 16)) & (MARKS - 1);
  }

  /** The event changes, or has just changed, on this node. */
  long forget(EventKey key) {
    long mark = marks.incrementAndGet(place(key));
    cache.invalidate(key);
    return mark;
  }

  /**
   * The store answered that the event is known.
   *
   * @param mark from before it was asked
   * @param asOfNanos the monotonic clock from before it was asked
   */
  void known(EventRecord event, long mark, long asOfNanos) {
    if (event.status() instanceof Status.Complete complete) {
      Response told = complete.how() == Completion.IGNORED ? Response.EMPTY : complete.response();
      remember(event.key(), event.payloadSha256(), told, mark, asOfNanos);
    }
  }

  /** An attempt of this node has completed the event. */
  void completed(Run run, Response response) {
    remember(run.key(), run.attempt().payload().sha256(), response, run.mark(), run.grantedNanos());
  }

  private void remember(EventKey key, Sha256 body, Response response, long mark, long asOfNanos) {
    Source source = sources.get(key.route().source());
    if (!on || source == null || !isFresh(asOfNanos)) {
      return;
    }
    boolean inline = source.mode() == Source.Mode.INLINE;
    if (inline && bodySize(response) > MAX_BODY_BYTES) {
      return;
    }
    Settled settled = new Settled(body, inline ? response : Response.EMPTY, asOfNanos);
    // In the cache's own lock for the key: whoever forgets it waits, and then finds it.
    cache
        .asMap()
        .compute(
            key,
            (k, old) ->
                mark != mark(key) || (old != null && old.asOfNanos - asOfNanos > 0)
                    ? old
                    : settled);
  }

  /** Time has passed: lets go of what is too old, though nobody asks. */
  void tick() {
    cache.cleanUp();
  }

  /** About how much memory it takes, in bytes. */
  long bytes() {
    cache.cleanUp();
    return cache.policy().eviction().flatMap(eviction -> box(eviction.weightedSize())).orElse(0L);
  }

  private static Optional<Long> box(java.util.OptionalLong size) {
    return size.isPresent() ? Optional.of(size.getAsLong()) : Optional.empty();
  }
}
