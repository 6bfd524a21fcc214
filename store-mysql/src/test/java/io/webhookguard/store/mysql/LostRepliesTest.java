package io.webhookguard.store.mysql;

import io.webhookguard.testsupport.transactions.faults.CutOff;

/** Replies of a MySQL server are lost. */
final class LostRepliesTest implements FaultRooms.Lost {

  private final CutOff site = FaultRooms.Lost.site((right, database) -> right);

  @Override
  public CutOff site() {
    return site;
  }
}
