package io.webhookguard.api.ledger;

import io.webhookguard.api.event.EventKey;
import io.webhookguard.api.event.Names;
import java.util.function.Function;

/** What a decision is about. */
public sealed interface Subject {

  /** Applies the function of the case at hand. */
  <T> T match(Function<OfEvent, T> ofEvent, Function<OfSource, T> ofSource);

  /**
   * One event.
   *
   * @param key which
   */
  record OfEvent(EventKey key) implements Subject {
    @Override
    public <T> T match(Function<OfEvent, T> ofEvent, Function<OfSource, T> ofSource) {
      return ofEvent.apply(this);
    }
  }

  /**
   * A source as a whole: requests that never became an event.
   *
   * @param source which
   */
  record OfSource(String source) implements Subject {
    public OfSource {
      Names.requireLabel("source", source);
    }

    @Override
    public <T> T match(Function<OfEvent, T> ofEvent, Function<OfSource, T> ofSource) {
      return ofSource.apply(this);
    }
  }
}
