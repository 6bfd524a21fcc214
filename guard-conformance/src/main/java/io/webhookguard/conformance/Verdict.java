package io.webhookguard.conformance;

import io.webhookguard.api.store.Capability;
import io.webhookguard.api.store.StoreDoctor;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.opentest4j.TestAbortedException;

/**
 * What one conformance class found out about a store or an adapter, counted in rules.
 *
 * <p>A rule failed if any of its tests did, and is skipped if none of them ran; else it passed.
 * Safe for use by many threads.
 */
final class Verdict {

  private static final int WIDTH = 120;

  /** ES-9 comes before ES-10. */
  private static final Comparator<String> RULES =
      Comparator.comparing((String rule) -> rule.replaceAll("\\d", ""))
          .thenComparing(String::length)
          .thenComparing(Comparator.naturalOrder());

  private final Set<String> passed = new TreeSet<>(RULES);
  private final Set<String> failed = new TreeSet<>(RULES);
  private final Map<String, Set<String>> skippedFor = new TreeMap<>();
  private final CrashPoints points = new CrashPoints();

  /** Whether the harness misled the kit: then nothing that it shows counts. */
  private boolean misled;

  /** Who was tried, in lines of the report. */
  private final Map<String, String> facts = new LinkedHashMap<>();

  /** Asks the store who it is, once; what a harness gets wrong is told once, too. */
  synchronized void meet(StoreHarness harness) {
    if (misled) {
      throw new TestAbortedException("the harness is not right: see the test that failed first");
    }
    if (facts.isEmpty()) {
      misled = true;
      HarnessCheck.of(harness);
      misled = false;
      StoreDoctor.Diagnosis diagnosis = harness.store().doctor().examine();
      Set<Capability> off = EnumSet.allOf(Capability.class);
      off.removeAll(harness.capabilities());
      facts.put("store", harness.store().name() + " (" + diagnosis.product() + ")");
      facts.put("durability", diagnosis.level().toString());
      facts.put("capabilities off", off.isEmpty() ? "none" : listed(off));
    }
  }

  /** Asks the adapter who it is, once. */
  synchronized void meet(AdapterHarness harness) {
    if (facts.isEmpty()) {
      VectorJudge judge = new VectorJudge(harness);
      facts.put("adapter", harness.adapter().profile().name());
      facts.put("vectors", harness.vectors().size() + ", of which valid: " + judge.valid().size());
    }
  }

  synchronized void passed(String test) {
    passed.add(ruleOf(test));
  }

  synchronized void failed(String test) {
    failed.add(ruleOf(test));
  }

  synchronized void skipped(String test, String reason) {
    skippedFor.computeIfAbsent(reason, first -> new TreeSet<>(RULES)).add(ruleOf(test));
  }

  CrashPoints points() {
    return points;
  }

  private static String ruleOf(String test) {
    return test.split(" ", 2)[0];
  }

  /** The report: whole lines of plain text. */
  synchronized String report(String title) {
    Set<String> good = new TreeSet<>(passed);
    good.removeAll(failed);
    StringBuilder text = new StringBuilder("Conformance of " + title + System.lineSeparator());
    facts.forEach((what, value) -> line(text, what, value));
    line(text, "rules passed", String.valueOf(good.size()));
    line(text, "rules failed", failed.isEmpty() ? "0" : failed.size() + ": " + listed(failed));
    line(text, "rules skipped", String.valueOf(skipped().size()));
    skippedFor.forEach((reason, rules) -> line(text, "not tried", told(rules) + ": " + reason));
    if (!points.transitions().isEmpty()) {
      line(text, "crash points", points.count() + ": " + grouped(points.names()));
      line(text, "in calls to", listed(points.transitions()));
    }
    return text.toString();
  }

  private Set<String> skipped() {
    return skippedFor.values().stream()
        .flatMap(Set::stream)
        .filter(this::neverRan)
        .collect(Collectors.toSet());
  }

  private boolean neverRan(String rule) {
    return !passed.contains(rule) && !failed.contains(rule);
  }

  private String told(Set<String> rules) {
    return rules.stream()
        .map(rule -> neverRan(rule) ? rule : "a part of " + rule)
        .collect(Collectors.joining(", "));
  }

  private static String listed(Set<?> things) {
    return things.stream().map(Object::toString).collect(Collectors.joining(", "));
  }

  /** Each statement once, though it has a point before and a point after. */
  private static String grouped(Set<String> names) {
    return names.stream()
        .map(name -> name.replaceFirst("^(before|after) (statement |BEGIN)", "around $2"))
        .distinct()
        .collect(Collectors.joining(", "));
  }

  /** One line, or several where the value is a long list. */
  private static void line(StringBuilder text, String what, String value) {
    String rest = value;
    String label = what;
    while (!rest.isEmpty()) {
      int space = rest.length() <= WIDTH ? -1 : rest.lastIndexOf(' ', WIDTH);
      int end = space < 0 ? rest.length() : space;
      text.append(String.format(Locale.ROOT, "  %-17s %s%n", label, rest.substring(0, end)));
      rest = rest.substring(end).strip();
      label = "";
    }
  }
}
