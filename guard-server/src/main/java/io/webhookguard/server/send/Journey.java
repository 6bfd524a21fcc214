package io.webhookguard.server.send;

/** How far the deliveries of one event are. Safe for use by many threads. */
final class Journey {

  /** What the end of one delivery changed. */
  enum Step {
    /** Nothing that anybody waits for. */
    NONE,
    /** The event was acknowledged for the first time; further deliveries are under way. */
    ACKNOWLEDGED,
    /** The event was acknowledged for the first time, by its last delivery. */
    ACKNOWLEDGED_LAST,
    /** The last delivery ended; an earlier one had been acknowledged. */
    FINISHED,
    /** The last delivery ended and none was acknowledged. */
    GIVEN_UP
  }

  private final Shipment shipment;
  private int underWay;
  private boolean acknowledged;

  Journey(Shipment shipment) {
    this.shipment = shipment;
    this.underWay = shipment.copies();
  }

  Shipment shipment() {
    return shipment;
  }

  /** Notes that a delivery ended for good. */
  synchronized Step end(boolean withAcknowledgement) {
    if (underWay == 0) {
      throw new IllegalStateException("all deliveries of this event had ended");
    }
    underWay--;
    boolean first = withAcknowledgement && !acknowledged;
    acknowledged |= withAcknowledgement;
    if (underWay > 0) {
      return first ? Step.ACKNOWLEDGED : Step.NONE;
    }
    if (first) {
      return Step.ACKNOWLEDGED_LAST;
    }
    return acknowledged ? Step.FINISHED : Step.GIVEN_UP;
  }
}
