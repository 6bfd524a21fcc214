package io.webhookguard.core.internal;

import io.webhookguard.api.error.OutcomeUnknownException;
import io.webhookguard.api.event.EventKey;
import io.webhookguard.api.store.EventStore;
import io.webhookguard.api.store.Intervention;
import io.webhookguard.api.store.InterventionAnswer;

/** Changes events outside any attempt. */
final class Interventions {

  private final EventStore events;
  private final SettledDuplicates settled;

  Interventions(EventStore events, SettledDuplicates settled) {
    this.events = events;
    this.settled = settled;
  }

  /** Intervenes; a lost reply is asked for once more, under the same id. */
  InterventionAnswer intervene(EventKey key, Intervention intervention) {
    try {
      return ask(key, intervention);
    } finally {
      // However it ended: a change whose reply was lost may have happened.
      settled.forget(key);
    }
  }

  private InterventionAnswer ask(EventKey key, Intervention intervention) {
    try {
      return events.intervene(key, intervention);
    } catch (OutcomeUnknownException e) {
      return events.intervene(key, intervention);
    }
  }
}
