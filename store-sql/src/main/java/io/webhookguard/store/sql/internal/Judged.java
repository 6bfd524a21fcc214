package io.webhookguard.store.sql.internal;

import io.webhookguard.api.store.DurabilityLevel;
import io.webhookguard.api.store.StoreDoctor.Diagnosis;
import io.webhookguard.api.store.StoreDoctor.Finding;
import io.webhookguard.store.sql.TablePrefix;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;

/**
 * A finding of a doctor, and the most that it allows.
 *
 * @param level of the whole store, if nothing else is worse
 */
public record Judged(Finding finding, DurabilityLevel level) {

  /** A setting that is as it should be: it sets no limit. */
  public static Judged good(String setting, String value) {
    return new Judged(new Finding(setting, value, true, ""), DurabilityLevel.DURABLE_HA);
  }

  /** A setting that allows no more than a level, and what to do about it. */
  public static Judged bad(String setting, String value, DurabilityLevel level, String advice) {
    return new Judged(new Finding(setting, value, false, advice), level);
  }

  /**
   * The clock. One that fell behind the ledger ends leases late; it breaks nothing (ES-57).
   *
   * @param host whose time it is, such as {@code the server}
   */
  public static Judged clock(
      StoreClock clock, String host, Instant now, Optional<Instant> newestEntry) {
    String source = clock.isGiven() ? "given" : host + "'s";
    return newestEntry.filter(now::isBefore).isEmpty()
        ? good("clock", source)
        : bad(
            "clock",
            source + ", behind the newest entry of the ledger",
            DurabilityLevel.DURABLE_HA,
            "check the time of " + host + ": leases and due times follow it");
  }

  /** When the newest entry of the ledger was written. */
  public static Optional<Instant> newestEntry(Handle handle, TablePrefix prefix) {
    return handle
        .createQuery("select at from " + prefix + "ledger order by position desc limit 1")
        .mapTo(Long.class)
        .findOne()
        .map(Instant::ofEpochMilli);
  }

  /**
   * What all findings say together: the level is that of the weakest one.
   *
   * @param most the most that the product allows at its best
   */
  public static Diagnosis diagnosis(
      String product, DurabilityLevel most, Instant now, List<Judged> judged) {
    return new Diagnosis(
        product,
        Stream.concat(Stream.of(most), judged.stream().map(Judged::level))
            .min(DurabilityLevel::compareTo)
            .orElseThrow(),
        now,
        judged.stream().map(Judged::finding).toList());
  }
}
