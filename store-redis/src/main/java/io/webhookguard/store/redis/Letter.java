package io.webhookguard.store.redis;

/** What one partition has to tell another. What it says only scripts read. */
final class Letter {

  private final int to;
  private final String routeTag;
  private final byte[] content;

  Letter(Fields fields) {
    this.to = fields.small();
    this.routeTag = fields.text();
    this.content = fields.bytes();
  }

  /** The number of the partition to which it goes. */
  int to() {
    return to;
  }

  /** The route of the lane that it is about. */
  String routeTag() {
    return routeTag;
  }

  /** Tells the script that delivers it. */
  void tell(Args args) {
    args.add(routeTag).add(content);
  }
}
