package io.webhookguard.core.handler;

import io.webhookguard.api.event.Names;

/**
 * Which event types a handler takes: one exactly ({@code invoice.paid}), all that start the same
 * ({@code invoice.*}), or all ({@code *}).
 *
 * @param text the pattern; an asterisk stands only at its end
 */
public record TypePattern(String text) {

  /** Every type. */
  public static final TypePattern ALL = new TypePattern("*");

  public TypePattern {
    Names.requireOpaque("type pattern", text);
    int asterisk = text.indexOf('*');
    if (asterisk >= 0 && asterisk < text.length() - 1) {
      throw new IllegalArgumentException(
          "a type pattern has its asterisk at the end, got \"" + Names.printable(text, 64) + "\"");
    }
  }

  /** Whether the handler takes the type. */
  public boolean matches(String type) {
    return isPrefix() ? type.startsWith(prefix()) : type.equals(text);
  }

  /**
   * How closely it describes what it takes: an exact type beats every prefix, a longer prefix a
   * shorter one.
   */
  public int closeness() {
    return isPrefix() ? prefix().length() : Integer.MAX_VALUE;
  }

  private boolean isPrefix() {
    return text.endsWith("*");
  }

  private String prefix() {
    return text.substring(0, text.length() - 1);
  }

  @Override
  public String toString() {
    return text;
  }
}
