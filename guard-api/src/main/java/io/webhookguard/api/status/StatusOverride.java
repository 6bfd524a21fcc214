package io.webhookguard.api.status;

import io.webhookguard.api.event.Names;
import io.webhookguard.api.store.Intervention.Authority;

/**
 * A person's decision to set a state that the machine refuses. Made by {@link
 * StatusMachine#override}; recorded as a decision about the event in question before it is written.
 *
 * @param machine the name of the machine that is overruled
 * @param thing whose state it is, for a person who reads the ledger: an order's number
 * @param from the state that the person saw
 * @param to the state to be
 * @param by who answers for it, and why
 */
public record StatusOverride(String machine, String thing, String from, String to, Authority by) {

  /** The longest name of a thing, in characters. */
  public static final int MAX_THING_CHARS = 64;

  public StatusOverride {
    thing = Names.printable(thing, MAX_THING_CHARS);
  }

  /** The decision in one line. */
  public String detail() {
    return machine + " " + thing + ": " + from + " becomes " + to + ": " + by.reason();
  }
}
