package io.webhookguard.store.redis;

import java.util.regex.Pattern;

/**
 * What all keys of the guard begin with, such as {@code guard:}.
 *
 * @param text a letter, then up to 31 of a-z, 0-9, colon, hyphen, dot and underscore
 */
public record KeyPrefix(String text) {

  private static final Pattern GRAMMAR = Pattern.compile("[a-z][a-z0-9:._-]{0,31}");

  /** The prefix of who does not choose one: {@code guard:}. */
  public static final KeyPrefix DEFAULT = new KeyPrefix("guard:");

  public KeyPrefix {
    if (!GRAMMAR.matcher(text).matches()) {
      throw new IllegalArgumentException(
          "a key prefix is a lower-case letter and up to 31 of a-z, 0-9, colon, hyphen, dot and"
              + " underscore");
    }
  }

  @Override
  public String toString() {
    return text;
  }
}
