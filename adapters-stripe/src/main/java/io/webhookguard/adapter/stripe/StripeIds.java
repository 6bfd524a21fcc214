package io.webhookguard.adapter.stripe;

/** Makes ids that look like Stripe's: letters and digits, without order. */
final class StripeIds {

  private static final String ALPHABET =
      "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

  private StripeIds() {}

  /**
   * Scatters a number over all numbers such that no two come to lie on one: the finalizer of
   * SplitMix64 (Steele, Lea, Flood 2014).
   */
  static long mix(long value) {
    long z = value + 0x9E3779B97F4A7C15L;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }

  /**
   * The number, unsigned, in letters and digits. From 11 characters on no two numbers share a text;
   * below, only numbers that fit.
   */
  static String base62(long value, int chars) {
    char[] text = new char[chars];
    long rest = value;
    for (int i = chars - 1; i >= 0; i--) {
      text[i] = ALPHABET.charAt((int) Long.remainderUnsigned(rest, 62));
      rest = Long.divideUnsigned(rest, 62);
    }
    return new String(text);
  }
}
