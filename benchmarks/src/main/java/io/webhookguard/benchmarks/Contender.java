package io.webhookguard.benchmarks;

/**
 * One way of doing the work of an event: recorded durably, an effect that does nothing, its end
 * recorded durably. Safe for use by as many threads as it was made for.
 */
interface Contender extends AutoCloseable {

  /**
   * Does the work for one event.
   *
   * @param id no other call has
   */
  void event(String id) throws Exception;

  /** How many events one call does. */
  default int eventsOfCall() {
    return 1;
  }

  @Override
  void close();
}
