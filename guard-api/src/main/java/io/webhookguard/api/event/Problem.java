package io.webhookguard.api.event;

/**
 * Why an attempt did not succeed, in a form that is safe to keep and to show.
 *
 * <p>Both parts are cut to their limit and freed of control characters. Never put a payload, a
 * secret or an unknown exception's message here: such messages quote what they could not digest.
 *
 * @param kind a short name that can be counted, such as {@code http-503}; at most {@value
 *     #MAX_KIND_CHARS} characters
 * @param detail one sentence for a person, at most {@value #MAX_DETAIL_CHARS} characters; may be
 *     empty
 */
public record Problem(String kind, String detail) {

  /** The longest kind in characters. */
  public static final int MAX_KIND_CHARS = 100;

  /** The longest detail in characters. */
  public static final int MAX_DETAIL_CHARS = 400;

  /** Nothing went wrong. */
  public static final Problem NONE = new Problem("none", "");

  public Problem {
    kind = Names.printable(kind, MAX_KIND_CHARS);
    detail = Names.printable(detail, MAX_DETAIL_CHARS);
    if (kind.isEmpty()) {
      throw new IllegalArgumentException("a problem has a kind");
    }
  }

  /** A problem that its kind says all about. */
  public static Problem of(String kind) {
    return new Problem(kind, "");
  }

  /** Whether anything went wrong. */
  public boolean isNone() {
    return kind.equals(NONE.kind);
  }

  @Override
  public String toString() {
    return detail.isEmpty() ? kind : kind + ": " + detail;
  }
}
