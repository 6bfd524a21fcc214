package io.webhookguard.core.handler;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What exceptions mean that a handler does not declare itself: rules in order, the first that fits
 * decides. What none fits leaves the outcome unknown. Immutable.
 *
 * <pre>{@code
 * Classification.NONE
 *     .notStarted(ConnectException.class::isInstance)
 *     .permanent(thrown -> thrown instanceof CardException card && card.isDeclined())
 * }</pre>
 *
 * <p>None of these verdicts says anything about earlier attempts: an earlier doubt stays. A handler
 * that knows more throws one of the four {@link HandlerFailure}s, which no rule is asked about. An
 * {@link OutOfMemoryError} is not asked about either.
 */
public final class Classification {

  /** What an exception means. */
  public enum Verdict {
    /** No attempt can succeed: FAILED (PERMANENT). */
    PERMANENT,
    /** Nothing happened, or a repeat is harmless: another attempt follows. */
    RETRYABLE,
    /** The effect was not begun: another attempt follows, and this one does not count. */
    NOT_STARTED,
    /** The effect may have happened. */
    UNKNOWN
  }

  /** No rules: whatever is not declared leaves the outcome unknown. */
  public static final Classification NONE = new Classification(List.of());

  private record Rule(Predicate<? super Throwable> which, Verdict verdict) {}

  private final List<Rule> rules;

  private Classification(List<Rule> rules) {
    this.rules = rules;
  }

  /** These rules, and then: what fits can never succeed. */
  public Classification permanent(Predicate<? super Throwable> which) {
    return and(which, Verdict.PERMANENT);
  }

  /** These rules, and then: what fits has done nothing, or may be repeated. */
  public Classification retryable(Predicate<? super Throwable> which) {
    return and(which, Verdict.RETRYABLE);
  }

  /** These rules, and then: what fits has not begun the effect. */
  public Classification notStarted(Predicate<? super Throwable> which) {
    return and(which, Verdict.NOT_STARTED);
  }

  /** These rules, and then: what fits leaves the outcome unknown. */
  public Classification unknown(Predicate<? super Throwable> which) {
    return and(which, Verdict.UNKNOWN);
  }

  private Classification and(Predicate<? super Throwable> which, Verdict verdict) {
    List<Rule> more = new ArrayList<>(rules);
    more.add(new Rule(which, verdict));
    return new Classification(List.copyOf(more));
  }

  /**
   * What the exception means, or nothing if no rule fits.
   *
   * @throws RuntimeException what a rule's predicate throws
   */
  public Optional<Verdict> of(Throwable thrown) {
    return rules.stream().filter(rule -> rule.which().test(thrown)).map(Rule::verdict).findFirst();
  }

  /** Names the verdicts in order; predicates have no names. */
  @Override
  public String toString() {
    return "Classification" + rules.stream().map(Rule::verdict).toList();
  }
}
