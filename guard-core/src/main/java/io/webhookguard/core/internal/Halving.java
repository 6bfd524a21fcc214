package io.webhookguard.core.internal;

import io.webhookguard.api.error.ConfigurationException;
import io.webhookguard.api.error.OutcomeUnknownException;
import io.webhookguard.api.error.SchemaMismatchException;
import io.webhookguard.api.error.StoreUnavailableException;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * Makes a call with a list and, where the store cannot take the list, with its halves, in order:
 * one item that the store cannot take fails alone, at the cost of two calls per halving.
 */
final class Halving {

  private Halving() {}

  /**
   * Whether the failure says something of the store and nothing of the items: then halves fare no
   * better.
   */
  static boolean isTheStores(RuntimeException failure) {
    return failure instanceof StoreUnavailableException
        || failure instanceof OutcomeUnknownException
        || failure instanceof ConfigurationException
        || failure instanceof SchemaMismatchException;
  }

  /**
   * Calls until each item was part of a call that came back, or was refused alone.
   *
   * @param call throws what the store throws; failures of the store itself end all of it
   * @param refused hears of the items that cannot be taken even alone
   */
  static <T> void call(
      List<T> items, Consumer<List<T>> call, BiConsumer<T, RuntimeException> refused) {
    try {
      call.accept(items);
    } catch (RuntimeException e) {
      if (isTheStores(e)) {
        throw e;
      }
      if (items.size() == 1) {
        refused.accept(items.get(0), e);
        return;
      }
      int middle = items.size() / 2;
      call(items.subList(0, middle), call, refused);
      call(items.subList(middle, items.size()), call, refused);
    }
  }
}
