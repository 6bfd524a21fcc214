package io.webhookguard.torture.check;

import java.util.ArrayList;
import java.util.List;

/** Collects breaches; of each invariant the first few, since one bug breaks many events. */
final class Breaches {

  private static final int MOST_OF_ONE = 20;

  private final List<Breach> all = new ArrayList<>();

  void require(boolean holds, Invariant invariant, String detail) {
    if (!holds) {
      add(invariant, detail);
    }
  }

  void add(Invariant invariant, String detail) {
    if (all.stream().filter(breach -> breach.invariant() == invariant).count() < MOST_OF_ONE) {
      all.add(new Breach(invariant, detail));
    }
  }

  List<Breach> all() {
    return List.copyOf(all);
  }
}
