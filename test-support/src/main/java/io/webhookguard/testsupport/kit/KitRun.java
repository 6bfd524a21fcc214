package io.webhookguard.testsupport.kit;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.launcher.EngineFilter.includeEngines;
import static org.junit.platform.launcher.MethodFilter.includeMethodNamePatterns;
import static org.junit.platform.launcher.TagFilter.excludeTags;

import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/**
 * Runs a class of tests on something that is wrong on purpose and tells which of them failed.
 *
 * <p>The names of the tests begin with the rules that they ask for. Used by one thread.
 */
public final class KitRun {

  private final LauncherDiscoveryRequestBuilder request;

  private KitRun(Class<?> tests, String engine) {
    this.request =
        LauncherDiscoveryRequestBuilder.request()
            .selectors(selectClass(tests))
            .filters(includeEngines(engine));
  }

  /** A run of a class of fixed rules. */
  public static KitRun ofRules(Class<?> tests) {
    return new KitRun(tests, "junit-jupiter");
  }

  /** A run of a class of properties. */
  public static KitRun ofProperties(Class<?> tests) {
    return new KitRun(tests, "jqwik");
  }

  /** Tries them on something planted, which they get through {@link Planted}. */
  public KitRun on(Enum<?> planted) {
    return with(Planted.PARAMETER, planted.name());
  }

  /** Sets a configuration parameter, which the tests or their engine read. */
  public KitRun with(String parameter, String value) {
    request.configurationParameter(parameter, value);
    return this;
  }

  /** Leaves out all tests but those whose class and method match the pattern as a whole. */
  public KitRun onlyMethods(String pattern) {
    request.filters(includeMethodNamePatterns(pattern));
    return this;
  }

  /** Leaves out the tests with the tag. */
  public KitRun withoutTag(String tag) {
    request.filters(excludeTags(tag));
    return this;
  }

  /** Runs the tests to their end. */
  public Findings run() {
    SummaryGeneratingListener listener = new SummaryGeneratingListener();
    LauncherFactory.create().execute(request.build(), listener);
    TestExecutionSummary summary = Objects.requireNonNull(listener.getSummary());
    List<Failure> failures =
        summary.getFailures().stream()
            .map(
                failure ->
                    new Failure(
                        failure.getTestIdentifier().getDisplayName(), failure.getException()))
            .toList();
    return new Findings(summary.getTestsStartedCount(), failures);
  }

  /** A test that failed. */
  public record Failure(String test, Throwable exception) {

    /** The rule that it asks for: the first word of its name. */
    public String rule() {
      return test.split(" ", 2)[0];
    }
  }

  /**
   * What came of a run.
   *
   * @param started how many tests ran
   */
  public record Findings(long started, List<Failure> failures) {

    public Findings {
      failures = List.copyOf(failures);
    }

    /** The rules whose tests failed, in the order of their names. */
    public Set<String> rules() {
      return failures.stream().map(Failure::rule).collect(Collectors.toCollection(TreeSet::new));
    }

    /** A line for each failure. */
    public String reasons() {
      return failures.stream()
          .map(failure -> failure.test() + ": " + failure.exception().getMessage())
          .collect(Collectors.joining("\n"));
    }
  }
}
