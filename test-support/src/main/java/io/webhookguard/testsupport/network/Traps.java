package io.webhookguard.testsupport.network;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;

/** The losses that were ordered, and the count of requests that they wait for. */
final class Traps {

  private final List<Trap> traps = new ArrayList<>();
  private long requests;
  private long sprung;

  /** A loss at a request; its text decides, in small letters, or if it has none its number. */
  private record Trap(long request, String text, Loss loss) {

    boolean isMetBy(long number, String said) {
      return text.isEmpty() ? number == request : said.toLowerCase(Locale.ROOT).contains(text);
    }
  }

  synchronized void setAt(int ordinal, Loss loss) {
    if (ordinal < 1) {
      throw new IllegalArgumentException("the next request is 1, got " + ordinal);
    }
    traps.add(new Trap(requests + ordinal, "", loss));
  }

  synchronized void setAt(String text, Loss loss) {
    if (text.isEmpty()) {
      throw new IllegalArgumentException("every request contains nothing");
    }
    traps.add(new Trap(0, text.toLowerCase(Locale.ROOT), loss));
  }

  synchronized void clear() {
    traps.clear();
  }

  synchronized long requests() {
    return requests;
  }

  synchronized long sprung() {
    return sprung;
  }

  /** Counts a request and returns its number. */
  synchronized long count() {
    requests++;
    return requests;
  }

  /** Whether it matters what clients say. */
  synchronized boolean areSet() {
    return !traps.isEmpty();
  }

  /** What is to be lost at this request, as far as it is known; each trap springs once. */
  synchronized Loss meet(long number, String said) {
    for (Iterator<Trap> all = traps.iterator(); all.hasNext(); ) {
      Trap trap = all.next();
      if (trap.isMetBy(number, said)) {
        all.remove();
        sprung++;
        return trap.loss();
      }
    }
    return Loss.NOTHING;
  }
}
