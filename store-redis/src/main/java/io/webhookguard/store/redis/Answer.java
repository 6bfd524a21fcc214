package io.webhookguard.store.redis;

import java.util.List;

/**
 * What a script answered.
 *
 * @param tick the greatest tick that the partition knows
 * @param urgent letters for which whoever called must wait
 * @param lazy letters that only save work later
 */
record Answer(long tick, List<Letter> urgent, List<Letter> lazy, Object values) {

  static Answer of(Object reply) {
    Fields fields = new Fields(reply);
    long tick = fields.number();
    List<Letter> urgent = fields.list().all(Letter::new);
    List<Letter> lazy = fields.list().all(Letter::new);
    return new Answer(tick, urgent, lazy, fields.any());
  }

  Fields fields() {
    return new Fields(values);
  }
}
