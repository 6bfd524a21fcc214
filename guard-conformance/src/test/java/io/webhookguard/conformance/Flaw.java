package io.webhookguard.conformance;

import java.util.Set;

/** One way each in which adapters were wrong, with exactly the rules that must catch it. */
enum Flaw {
  /** Nothing is wrong: the kit must not find anything. */
  NONE(""),
  /** The body is read before anybody knows who sent it: not the signature decides on a forgery. */
  PARSES_FIRST("PA-1 PA-2 PA-3"),
  /** Only the beginning of the body is signed. */
  SIGNS_A_PREFIX_OF_THE_BODY("PA-2 PA-12"),
  /** One signature can be written in several ways. */
  TAKES_SIGNATURES_IN_ANY_CASE("PA-2 PA-12"),
  /** A header without the expected parts ends in an exception. */
  THROWS_ON_ODD_HEADERS("PA-2 PA-3 PA-12"),
  /** The older secret is not tried while secrets are rolled. */
  TRIES_THE_FIRST_SECRET_ALONE("PA-4 PA-12"),
  /** The time that a request takes tells which secret and which candidate matched. */
  LEAVES_AT_THE_FIRST_MATCH("PA-4"),
  /** The time that a request takes tells how much of a candidate was right. */
  COMPARES_BYTE_BY_BYTE("PA-4"),
  /** A candidate of another length ends the search. */
  STOPS_AT_ANOTHER_LENGTH("PA-4"),
  /** Signatures are compared up to the shorter length: an empty one matches. */
  COMPARES_THE_SHORTER_LENGTH("PA-4 PA-12"),
  /** Only the past is checked. */
  TAKES_ANY_FUTURE("PA-5 PA-12"),
  /** Of several header lines the last one counts. */
  TAKES_THE_LAST_LINE("PA-6 PA-12"),
  /** The request says by which algorithm it was signed. */
  TAKES_THE_ALGORITHM_FROM_THE_REQUEST("PA-7 PA-12"),
  /** A number becomes an id by turning it into text. */
  TAKES_NUMBERS_FOR_IDS("PA-8"),
  /** Connected accounts share one space of ids. */
  FORGETS_THE_ACCOUNT("PA-8"),
  /** What comes after the first JSON value is not looked at. */
  STOPS_READING_EARLY("PA-8"),
  /** A text is turned to lower case as the default locale does it. */
  WRITES_IN_THE_DEFAULT_LOCALE("PA-9"),
  /** Bytes become text as the default charset does it. */
  READS_IN_THE_DEFAULT_CHARSET("PA-9"),
  /** The sender learns which check failed. */
  TELLS_WHY("PA-10"),
  /** The adapter keeps a secret where its text shows it. */
  SHOWS_A_SECRET("PA-11"),
  /** Adapter and harness agree on another scheme than the provider's. */
  MISREADS_THE_SCHEME("PA-12");

  private final String broken;

  Flaw(String broken) {
    this.broken = broken;
  }

  /** Every rule that it breaks, and no other. */
  Set<String> broken() {
    return broken.isEmpty() ? Set.of() : Set.of(broken.split(" ", -1));
  }
}
