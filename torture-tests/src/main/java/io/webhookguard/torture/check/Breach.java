package io.webhookguard.torture.check;

/**
 * An invariant that did not hold.
 *
 * @param detail which event, and what is wrong with it
 */
public record Breach(Invariant invariant, String detail) {

  @Override
  public String toString() {
    return invariant + " (" + invariant.meaning() + "): " + detail;
  }
}
