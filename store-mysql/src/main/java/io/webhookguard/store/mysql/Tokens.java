package io.webhookguard.store.mysql;

import java.util.Collection;

/** The tokens of a batch as rows, in order, so that claims are locked in that order. */
final class Tokens {

  private Tokens() {}

  static JsonRows rows(Collection<Long> tokens) {
    JsonRows rows = new JsonRows();
    tokens.stream().sorted().distinct().forEach(token -> rows.row().put("token", token));
    return rows;
  }
}
