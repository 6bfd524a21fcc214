package io.webhookguard.torture.check;

/** What must hold in every run. */
public enum Invariant {
  I1("an event that was acknowledged has come to its end"),
  I2("a completed event has its transactional effect once, any other none; no money is lost"),
  I3("every event and effect was sent, and signed"),
  I4("a keyed effect is applied once, with one key and the same bytes; a recorded step stays"),
  I5("an unkeyed effect happens, and again only where the ledger says why"),
  I6("a parked or probed effect happens at most once, and is there if the event is complete"),
  I7("tokens grow from effect to effect, and the effect has the token of the completion"),
  I8("no claim is granted while another one may hold"),
  I9("lanes run one event after the other, in their order, and after acknowledged ones"),
  I10("a duplicate runs nothing, and is answered as received or not at all"),
  I11("the ledger has no gaps and is a path of the state machine that ends where the event is"),
  I12("after the last fault everything comes to its end in time"),
  I13("a lost reply leaves nothing open: transactional effects are never in doubt"),
  I14("connections, locks and threads are given back"),
  I15("what is forged leaves no trace but a count"),
  I16("a 2xx is said only of what is recorded");

  private final String meaning;

  Invariant(String meaning) {
    this.meaning = meaning;
  }

  /** In one sentence. */
  public String meaning() {
    return meaning;
  }
}
