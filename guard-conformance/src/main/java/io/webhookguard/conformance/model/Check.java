package io.webhookguard.conformance.model;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Comparisons that end in a {@link Disagreement}. */
final class Check {

  private Check() {}

  static void that(boolean holds, String rule, String otherwise) {
    that(holds, rule, () -> otherwise);
  }

  /** For what is checked at every step: the text is made only when it is told. */
  static void that(boolean holds, String rule, Supplier<String> otherwise) {
    if (!holds) {
      throw new Disagreement(rule, rule + " " + otherwise.get());
    }
  }

  static void equal(String rule, String what, Object expected, Object actual) {
    equal(rule, () -> what, expected, actual);
  }

  /** As {@link #that(boolean, String, Supplier)}. */
  static void equal(String rule, Supplier<String> what, Object expected, Object actual) {
    if (!expected.equals(actual)) {
      throw Disagreement.between(rule, what.get(), expected, actual);
    }
  }

  /** The names of the components in which two records of one type differ. */
  static List<String> differences(Record expected, Record actual) {
    if (expected.equals(actual)) {
      return List.of();
    }
    List<String> names = new ArrayList<>();
    for (RecordComponent component : expected.getClass().getRecordComponents()) {
      if (!read(component, expected).equals(read(component, actual))) {
        names.add(component.getName());
      }
    }
    return names;
  }

  private static Object read(RecordComponent component, Record record) {
    try {
      return component.getAccessor().invoke(record);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("the components of " + record.getClass() + " can be read", e);
    }
  }
}
