package io.webhookguard.store.redis;

/**
 * What one partition has to tell another. What it says only scripts read.
 *
 * @param to the number of the partition
 * @param item which item of a batch it follows from
 * @param routeTag the route of the lane that it is about
 */
record Letter(int to, int item, String routeTag, byte[] content) {

  static Letter of(Fields fields) {
    return new Letter(fields.small(), fields.small(), fields.text(), fields.bytes());
  }
}
