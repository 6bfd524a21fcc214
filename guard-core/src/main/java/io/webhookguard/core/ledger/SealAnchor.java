package io.webhookguard.core.ledger;

import io.webhookguard.api.ledger.Seal;

/**
 * Keeps seals where whoever can write the store cannot: a file on another machine, a service, a
 * printed log. Against it, verification notices that the newest seals were removed, and that a
 * chain was made anew.
 *
 * <p>Each new seal is handed to it, in order, by one node at a time, in the background, until it
 * took it: it asks for {@link #newest}, and gets what comes after that. What throws has not taken
 * the seal and gets it again a second later. A call that hangs holds up this node's sealing, and
 * nothing else.
 */
public interface SealAnchor {

  /** The number of the newest seal that it has; 0 for none. */
  long newest();

  /** Takes a seal. It may get the same one again. */
  void take(Seal seal);
}
