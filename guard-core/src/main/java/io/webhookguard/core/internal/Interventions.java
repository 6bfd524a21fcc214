package io.webhookguard.core.internal;

import io.webhookguard.api.error.OutcomeUnknownException;
import io.webhookguard.api.event.EventKey;
import io.webhookguard.api.store.EventStore;
import io.webhookguard.api.store.Intervention;
import io.webhookguard.api.store.InterventionAnswer;

/** Changes events outside any attempt. */
final class Interventions {

  private Interventions() {}

  /** Intervenes; a lost reply is asked for once more, under the same id. */
  static InterventionAnswer intervene(EventStore events, EventKey key, Intervention intervention) {
    try {
      return events.intervene(key, intervention);
    } catch (OutcomeUnknownException e) {
      return events.intervene(key, intervention);
    }
  }
}
