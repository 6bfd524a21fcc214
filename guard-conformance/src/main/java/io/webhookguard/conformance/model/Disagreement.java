package io.webhookguard.conformance.model;

/** A store did what the contract does not allow. */
public final class Disagreement extends AssertionError {

  private static final long serialVersionUID = 1L;

  private final String rule;

  Disagreement(String rule, String message) {
    super(message);
    this.rule = rule;
  }

  static Disagreement between(String rule, String what, Object expected, Object actual) {
    return new Disagreement(
        rule, rule + " " + what + "\n    expected: " + expected + "\n    but was:  " + actual);
  }

  /** The same, with what led to it. */
  Disagreement after(String story) {
    return new Disagreement(rule, getMessage() + "\n" + story);
  }

  /** The number of the rule in {@code docs/contract.md}, such as {@code ES-20}. */
  public String rule() {
    return rule;
  }

  /** Left out: the story says more, and a search for an order of calls makes thousands of these. */
  @Override
  public synchronized Throwable fillInStackTrace() {
    return this;
  }
}
