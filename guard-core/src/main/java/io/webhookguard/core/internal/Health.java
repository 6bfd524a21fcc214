package io.webhookguard.core.internal;

/** Whether this process can be trusted to go on. Once it cannot, only a restart helps. */
final class Health {

  private volatile boolean outOfMemory;

  void ranOutOfMemory() {
    outOfMemory = true;
  }

  boolean good() {
    return !outOfMemory;
  }
}
