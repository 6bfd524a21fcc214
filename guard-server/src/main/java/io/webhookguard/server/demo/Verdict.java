package io.webhookguard.server.demo;

import io.webhookguard.server.demo.Breach.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * What a demonstration showed.
 *
 * @param table what came of each class of events
 * @param breaches where the promise was broken
 */
record Verdict(List<String> table, List<Breach> breaches) {

  private static final int SHOWN_BREACHES = 5;

  Verdict {
    table = List.copyOf(table);
    breaches = List.copyOf(breaches);
  }

  static Verdict on(ProviderSide provider, List<Forward> forwards, List<String> unsettled) {
    Stream<Breach> open = unsettled.stream().map(id -> new Breach(Rule.SETTLED, id, "is not"));
    Stream<Breach> seen = Promise.breaches(provider.accepted(), forwards).stream();
    List<Breach> breaches = new ArrayList<>(Stream.concat(seen, open).toList());
    int forged = provider.tallies().forgedAccepted();
    if (forged > 0) {
      breaches.add(
          new Breach(Rule.NOTHING_INVENTED, "a forger", "was answered 2xx " + forged + " times"));
    }
    List<String> table = new ArrayList<>(provider.tallies().table(forwards));
    table.add("");
    table.add("  * after a kill, with the same Idempotency-Key and Guard-In-Doubt: true");
    table.add(
        "  Requests that found no gateway, or lost it, and were sent again: "
            + provider.tallies().unanswered());
    return new Verdict(table, breaches);
  }

  boolean isKept() {
    return breaches.isEmpty();
  }

  /** The table, and each rule with what was found. */
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add("");
    lines.addAll(table);
    lines.add("");
    for (Rule rule : Rule.values()) {
      List<Breach> broken = breaches.stream().filter(breach -> breach.rule() == rule).toList();
      lines.add(
          String.format(
              Locale.ROOT, "  %-7s %s", broken.isEmpty() ? "kept" : "BROKEN", rule.text()));
      broken.stream()
          .limit(SHOWN_BREACHES)
          .forEach(breach -> lines.add("          " + breach.event() + " " + breach.detail()));
      if (broken.size() > SHOWN_BREACHES) {
        lines.add("          and " + (broken.size() - SHOWN_BREACHES) + " more");
      }
    }
    return lines;
  }

  String summary() {
    return isKept()
        ? "The promise was kept: the effect of each accepted event happened once."
        : "THE PROMISE WAS BROKEN in " + breaches.size() + " cases.";
  }
}
