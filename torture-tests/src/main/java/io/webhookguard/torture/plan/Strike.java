package io.webhookguard.torture.plan;

/** What happens to a process that comes to its kill point. */
public enum Strike {
  /** It ends itself at once, without any hook. */
  HALT,
  /** SIGKILL from outside, while it stands at the point. */
  KILL,
  /** SIGSTOP from outside, until its leases have ended, then it goes on. */
  PAUSE,
  /** The call fails there. */
  THROW,
  /** Its connections to the store are cut. */
  CUT;

  /** Whether the process is gone afterwards. */
  public boolean kills() {
    return this == HALT || this == KILL;
  }
}
