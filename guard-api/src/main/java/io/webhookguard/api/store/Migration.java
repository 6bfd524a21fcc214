package io.webhookguard.api.store;

import java.util.function.Function;

/**
 * What bringing a store up to date came to. A version is the number of the newest migration that it
 * has; the first is 1.
 *
 * <p>It compares with what was found at the beginning: where several processes migrate at once, one
 * of them does it and each says so.
 */
public sealed interface Migration {

  /** Applies the function of the case at hand. */
  <T> T match(
      Function<Created, T> created, Function<Upgraded, T> upgraded, Function<UpToDate, T> upToDate);

  /**
   * There was no store, and now there is.
   *
   * @param version what it has now
   */
  record Created(int version) implements Migration {
    @Override
    public <T> T match(
        Function<Created, T> created,
        Function<Upgraded, T> upgraded,
        Function<UpToDate, T> upToDate) {
      return created.apply(this);
    }
  }

  /**
   * The store was older.
   *
   * @param from what it had
   * @param to what it has now
   */
  record Upgraded(int from, int to) implements Migration {
    @Override
    public <T> T match(
        Function<Created, T> created,
        Function<Upgraded, T> upgraded,
        Function<UpToDate, T> upToDate) {
      return upgraded.apply(this);
    }
  }

  /**
   * Nothing was to be done.
   *
   * @param version what it has
   */
  record UpToDate(int version) implements Migration {
    @Override
    public <T> T match(
        Function<Created, T> created,
        Function<Upgraded, T> upgraded,
        Function<UpToDate, T> upToDate) {
      return upToDate.apply(this);
    }
  }
}
