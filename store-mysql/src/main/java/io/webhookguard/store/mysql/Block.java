package io.webhookguard.store.mysql;

/**
 * The numbers of one write: event numbers, positions, tokens, lane numbers and places in the
 * ledger, all greater than those of every write that took its block before.
 *
 * <p>Two kinds of numbers may use the same place, since nothing compares them.
 *
 * @param id the row in the table of serials that belongs to the transaction
 */
record Block(long id) {

  /** How many numbers a block has: more than four for each item of the largest batch. */
  static final int SIZE = 4096;

  /** The number of a place, counted from 0. */
  long at(int place) {
    if (place < 0 || place >= SIZE) {
      throw new IllegalArgumentException("a block has no place " + place);
    }
    return id * SIZE + place;
  }

  /** The block that a number is from. */
  static long of(long number) {
    return number / SIZE;
  }
}
