package io.webhookguard.testsupport.ledger;

/** Somebody with all rights on the database, who changes what no store would. */
public interface Intruder {

  /** Makes an entry say that somebody else acted. */
  void changeEntry(long position);

  /** Makes an entry something that no store writes. */
  void spoilEntry(long position);

  /** Removes an entry. */
  void removeEntry(long position);

  /** Adds an entry behind that at the position, where there is room, and says where it is. */
  long addEntryAfter(long position);

  /** Sees to it that there is a free position behind the newest entry. */
  void leaveAGap();

  /** Gives a seal another root. */
  void changeRoot(long seal);

  /** Makes a seal look as if it had been made at another time. */
  void changeTime(long seal);

  /** Removes a seal. */
  void removeSeal(long seal);
}
