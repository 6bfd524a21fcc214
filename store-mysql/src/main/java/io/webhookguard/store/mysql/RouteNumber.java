package io.webhookguard.store.mysql;

import io.webhookguard.api.event.Route;
import io.webhookguard.api.event.Sha256;
import java.nio.ByteBuffer;

/** The number by which what is due is found: the first eight bytes of a route's digest. */
final class RouteNumber {

  private RouteNumber() {}

  static long of(Route route) {
    byte[] digest =
        Sha256.ofTuple("guard.route.v1", route.source(), route.consumer()).toByteArray();
    return ByteBuffer.wrap(digest).getLong();
  }
}
