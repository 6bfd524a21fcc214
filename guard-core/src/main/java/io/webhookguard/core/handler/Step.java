package io.webhookguard.core.handler;

/**
 * A part of a handler whose result is kept, so that a later attempt does not repeat it.
 *
 * @param <T> what it returns
 */
@FunctionalInterface
public interface Step<T> {

  /**
   * Does it.
   *
   * @param key the name of this step's effect for systems that apply a request with the same key
   *     once: the same in all attempts of the event and generation, and for no other step
   * @return its result, perhaps null
   * @throws Exception what it throws leaves nothing behind, and reaches the handler
   */
  T run(String key) throws Exception;

  /** A step that has no result. */
  @FunctionalInterface
  interface Effect {

    /**
     * Does it.
     *
     * @param key as for {@link Step#run}
     * @throws Exception as for {@link Step#run}
     */
    void run(String key) throws Exception;
  }
}
