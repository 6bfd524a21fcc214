package io.webhookguard.conformance;

import io.webhookguard.api.store.Capability;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import net.jqwik.api.statistics.Statistics;

/**
 * Counts what happened in all tries of a property, so that a run in which nothing happened does not
 * pass for a proof: jqwik prints the table, and the property fails if a kind of call or answer is
 * missing from it.
 *
 * <p>Few tries prove little and are not judged: what is common must be there after about a hundred
 * stories, what is rare after about a thousand. That a call grants several events is asked of no
 * store: it may always grant one at a time (ES-14).
 */
final class Occurrences implements BiConsumer<String, String> {

  private static final String LABEL = "calls and answers";

  private static final int COUNTS_OF_A_HUNDRED = 6_000;
  private static final int COUNTS_OF_A_THOUSAND = 60_000;

  private static final List<String> COMMON =
      List.of(
          "admit: Queued",
          "admit: Claimed",
          "admit: Ignored",
          "admit: Duplicate",
          "admit: Conflict",
          "claim heads: none",
          "claim heads: one",
          "claim one: none",
          "claim one: one",
          "claims: none",
          "renew: Renewed",
          "renew: Superseded",
          "recover: none",
          "recover: one",
          "settle: Complete Settled",
          "settle: Complete Superseded",
          "settle: Retry Settled",
          "settle: Retry Superseded",
          "settle: Doubt Settled",
          "settle: Doubt Superseded",
          "settle: Fail Settled",
          "settle: Fail Superseded",
          "settle: Park Settled",
          "settle: Release Settled",
          "settle: Release Superseded",
          "intervene: Redelivery WRONG_STATE",
          "intervene: Retry Done",
          "intervene: Retry WRONG_STATE",
          "intervene: Confirm WRONG_STATE",
          "intervene: Discard Done",
          "intervene: Discard WRONG_STATE",
          "intervene: Replay Done",
          "intervene: Replay WRONG_STATE",
          "intervene: Replay Unknown",
          "purge: nothing",
          "purge: payloads",
          "search: events",
          "search: nothing",
          "payload: kept",
          "payload: none",
          "record step: Kept",
          "record step: Superseded",
          "append: appended",
          "entries: some",
          "entries: none",
          "scan: entries",
          "scan: nothing new",
          "acquire lock: granted",
          "renew lock: Renewed",
          "release lock: RELEASED",
          "time: on",
          "time: back");

  private static final List<String> RARE =
      List.of(
          "claims: one",
          "settle: Park Superseded",
          "intervene: Redelivery Done",
          "intervene: Confirm Done",
          "acquire lock: taken",
          "intervene: Redelivery REOPENINGS_SPENT",
          "intervene: Redelivery KEY_WINDOW_PASSED",
          "intervene: Retry PAYLOAD_PURGED",
          "intervene: Replay PAYLOAD_PURGED",
          "purge: tombstones",
          "record step: AlreadyKept",
          "recall steps: Results",
          "recall steps: Superseded",
          "renew lock: Superseded",
          "release lock: SUPERSEDED");

  private static final List<String> OVERLAPPING =
      List.of(
          "admit: Queued",
          "admit: Claimed",
          "admit: Duplicate",
          "claim heads: one",
          "renew: Renewed",
          "renew: Superseded",
          "settle: Complete Settled",
          "settle: Complete Superseded",
          "intervene: Retry Done",
          "intervene: Replay Done",
          "record step: Kept",
          "acquire lock: granted",
          "acquire lock: taken",
          "overlap: judged",
          "release lock: RELEASED");

  private final List<String> common;
  private final List<String> rare;

  private Occurrences(List<String> common, List<String> rare) {
    this.common = common;
    this.rare = rare;
  }

  /** Those of stories told to a store with these capabilities. */
  static Occurrences ofStories(Set<Capability> capabilities) {
    List<String> common = new ArrayList<>(COMMON);
    if (capabilities.contains(Capability.PERSISTENT)) {
      common.add("restart: restarted");
    }
    return new Occurrences(common, RARE);
  }

  /** Those of calls that overlap. */
  static Occurrences ofInterleavings() {
    return new Occurrences(OVERLAPPING, List.of());
  }

  @Override
  public void accept(String call, String answer) {
    Statistics.label(LABEL).collect(call + ": " + answer);
  }

  /** Has the property fail at its end if something never happened that must. */
  void requireAll() {
    require(common, COUNTS_OF_A_HUNDRED);
    require(rare, COUNTS_OF_A_THOUSAND);
  }

  private static void require(List<String> names, int counts) {
    Statistics.label(LABEL)
        .coverage(
            coverage ->
                names.forEach(
                    name ->
                        coverage.check(name).count((count, total) -> count > 0 || total < counts)));
  }
}
