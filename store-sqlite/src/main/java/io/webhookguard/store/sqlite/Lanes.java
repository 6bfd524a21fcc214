package io.webhookguard.store.sqlite;

import io.webhookguard.api.event.Sha256;
import java.util.Optional;

/**
 * Keeps each lane's head (LN).
 *
 * <p>The head of a lane is a mark on one row: on the event that holds the lane, else on the PENDING
 * one with the lowest (rank, position). Claims look at marked rows alone, so what waits behind a
 * head costs them nothing; in return every change that takes a head out of its lane, or brings a
 * lower rank into it, moves the mark here, by index, whatever the length of the lane. A unique
 * index allows one mark in a lane and a check asks for it on everything that is PROCESSING: that no
 * two of a lane run at once (LN-1) does not depend on this class.
 */
final class Lanes {

  private Lanes() {}

  /** After an event became PENDING behind others: it goes first if its rank says so (LN-10). */
  static void enter(WriteSession session, Sha256 lane, long rank) {
    session.call(SqliteStatement.YIELD_HEAD).bind("lane", lane).bind("rank", rank).update();
    elect(session, lane);
  }

  /** After a head left its lane: the next one is the head. */
  static void leave(WriteSession session, Optional<Sha256> lane) {
    lane.ifPresent(left -> elect(session, left));
  }

  private static void elect(WriteSession session, Sha256 lane) {
    session.call(SqliteStatement.ELECT_HEAD).bind("lane", lane).update();
  }
}
