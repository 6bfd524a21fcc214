package io.webhookguard.api.store;

import io.webhookguard.api.event.EventState;
import io.webhookguard.api.event.Lane;
import io.webhookguard.api.event.Names;
import java.util.Optional;

/** Which events to list. Conditions are joined by "and"; none at all means every event. */
public final class EventQuery {

  /** Every event. */
  public static final EventQuery ALL =
      new EventQuery(
          Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

  private final Optional<String> source;
  private final Optional<String> consumer;
  private final Optional<EventState> state;
  private final Optional<Lane> lane;
  private final Optional<String> eventId;

  private EventQuery(
      Optional<String> source,
      Optional<String> consumer,
      Optional<EventState> state,
      Optional<Lane> lane,
      Optional<String> eventId) {
    this.source = source;
    this.consumer = consumer;
    this.state = state;
    this.lane = lane;
    this.eventId = eventId;
  }

  /** Only events of this source. */
  public EventQuery source(String wanted) {
    return new EventQuery(
        Optional.of(Names.requireLabel("source", wanted)), consumer, state, lane, eventId);
  }

  /** Only events for this consumer. */
  public EventQuery consumer(String wanted) {
    return new EventQuery(
        source, Optional.of(Names.requireLabel("consumer", wanted)), state, lane, eventId);
  }

  /** Only events in this state. */
  public EventQuery state(EventState wanted) {
    return new EventQuery(source, consumer, Optional.of(wanted), lane, eventId);
  }

  /** Only events of lanes with this text, or without a lane. */
  public EventQuery lane(Lane wanted) {
    return new EventQuery(source, consumer, state, Optional.of(wanted), eventId);
  }

  /** Only events with this id, in whatever scope. */
  public EventQuery eventId(String wanted) {
    return new EventQuery(
        source, consumer, state, lane, Optional.of(Names.requireOpaque("event id", wanted)));
  }

  /** The wanted source. */
  public Optional<String> source() {
    return source;
  }

  /** The wanted consumer. */
  public Optional<String> consumer() {
    return consumer;
  }

  /** The wanted state. */
  public Optional<EventState> state() {
    return state;
  }

  /** The wanted lane. */
  public Optional<Lane> lane() {
    return lane;
  }

  /** The wanted event id. */
  public Optional<String> eventId() {
    return eventId;
  }
}
