package io.webhookguard.store.postgres;

import io.webhookguard.api.error.OutcomeUnknownException;
import io.webhookguard.api.error.StoreUnavailableException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Splits a batch that names the same thing twice: a statement sees what was there when it began, so
 * the second place is decided by a second statement, after the first has taken effect.
 */
final class Rounds {

  private Rounds() {}

  /** Decides one round, in which no key stands twice. */
  @FunctionalInterface
  interface Round<T, A> {

    /**
     * The answers in the order of the items.
     *
     * @param number 0 for the first
     */
    List<A> decide(int number, List<T> items);
  }

  /**
   * Decides all items, usually in one round, and gives the answers in the order of the items.
   *
   * @throws OutcomeUnknownException also if a later round did not happen: an earlier one has
   */
  static <T, A> List<A> decide(List<T> items, Function<T, Object> keyOf, Round<T, A> round) {
    List<List<Integer>> places = places(items, keyOf);
    if (places.size() == 1) {
      return round.decide(0, items);
    }
    Map<Integer, A> answers = new HashMap<>();
    for (int number = 0; number < places.size(); number++) {
      List<Integer> ofRound = places.get(number);
      List<A> decided = decide(round, number, ofRound.stream().map(items::get).toList());
      for (int i = 0; i < ofRound.size(); i++) {
        answers.put(ofRound.get(i), decided.get(i));
      }
    }
    List<A> inOrder = new ArrayList<>(items.size());
    for (int place = 0; place < items.size(); place++) {
      inOrder.add(answers.get(place));
    }
    return inOrder;
  }

  private static <T, A> List<A> decide(Round<T, A> round, int number, List<T> items) {
    try {
      return round.decide(number, items);
    } catch (StoreUnavailableException e) {
      if (number == 0) {
        throw e;
      }
      throw new OutcomeUnknownException("a part of the batch took effect: ask again", e);
    }
  }

  /** For each round the places of its items. */
  private static <T> List<List<Integer>> places(List<T> items, Function<T, Object> keyOf) {
    List<List<Integer>> rounds = new ArrayList<>();
    Map<Object, Integer> seen = new HashMap<>();
    for (int place = 0; place < items.size(); place++) {
      int number = seen.merge(keyOf.apply(items.get(place)), 1, Integer::sum) - 1;
      if (number == rounds.size()) {
        rounds.add(new ArrayList<>());
      }
      rounds.get(number).add(place);
    }
    return rounds;
  }
}
