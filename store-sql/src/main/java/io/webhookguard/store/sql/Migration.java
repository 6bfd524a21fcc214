package io.webhookguard.store.sql;

import java.util.function.Function;

/**
 * What bringing the guard's tables up to date came to. A version is the number of the newest
 * migration that the tables have; the first is 1.
 *
 * <p>It compares with what was found at the beginning: where several processes migrate at once, one
 * of them does it and each says so.
 */
public sealed interface Migration {

  /** Applies the function of the case at hand. */
  <T> T match(
      Function<Created, T> created, Function<Upgraded, T> upgraded, Function<UpToDate, T> upToDate);

  /**
   * There were no tables, and now there are.
   *
   * @param version what they have now
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
   * The tables were older.
   *
   * @param from what they had
   * @param to what they have now
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
   * @param version what the tables have
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
