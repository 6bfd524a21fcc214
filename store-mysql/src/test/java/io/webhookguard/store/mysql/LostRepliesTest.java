package io.webhookguard.store.mysql;

import io.webhookguard.testsupport.transactions.faults.CutOff;
import java.util.function.UnaryOperator;

/** Replies of a MySQL server are lost. */
final class LostRepliesTest implements FaultRooms.Lost {

  private final CutOff site = FaultRooms.Lost.site(UnaryOperator.identity());

  @Override
  public CutOff site() {
    return site;
  }
}
