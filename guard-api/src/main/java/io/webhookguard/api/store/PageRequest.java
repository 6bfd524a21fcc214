package io.webhookguard.api.store;

import io.webhookguard.api.event.Names;

/**
 * Which part of a list to show.
 *
 * @param after the cursor of the page before, or {@link Cursor#START}
 * @param limit at most so many, up to {@link Limits#MAX_PAGE}
 */
public record PageRequest(Cursor after, int limit) {

  public PageRequest {
    Limits.requireCount("the size of a page", limit, Limits.MAX_PAGE);
  }

  /** The first page. */
  public static PageRequest first(int limit) {
    return new PageRequest(Cursor.START, limit);
  }

  /**
   * A place in a list. Only the store that made it understands it.
   *
   * @param text empty for the start, else at most 255 bytes; one that no store made is an {@link
   *     IllegalArgumentException} of {@link EventStore#search}
   */
  public record Cursor(String text) {

    /** The start of the list. */
    public static final Cursor START = new Cursor("");

    public Cursor {
      if (!text.isEmpty()) {
        Names.requireOpaque("cursor", text);
      }
    }
  }
}
