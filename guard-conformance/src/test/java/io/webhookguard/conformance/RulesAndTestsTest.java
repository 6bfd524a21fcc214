package io.webhookguard.conformance;

import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** No rule without a test, no test without a rule. */
final class RulesAndTestsTest {

  /** Families of rules that the kit covers. One that is missing here is not covered yet. */
  private static final Set<String> COVERED = Set.of("ES", "LN", "LG", "SL", "ST", "LK", "TX", "PA");

  /** Every contract, but for those that only join others. */
  private static final List<Class<?>> CONTRACTS =
      List.of(
          AdmissionContract.class,
          ClaimContract.class,
          SettlementContract.class,
          LeaseContract.class,
          InterventionContract.class,
          EraseContract.class,
          ReadingContract.class,
          LaneContract.class,
          LedgerContract.class,
          LedgerEntryContract.class,
          SealContract.class,
          StepsContract.class,
          LockContract.class,
          CrashContract.class,
          NeighbourContract.class,
          HardCasesContract.class,
          HostileInputContract.class,
          LookalikeContract.class,
          TimeContract.class,
          LimitsContract.class,
          PurgeContract.class,
          RaceContract.class,
          TransactionalContract.class,
          AdapterVectorsContract.class,
          AdapterEnvironmentContract.class,
          ProviderAdapterContract.class);

  private static final Set<String> JOINED = Set.of("EventStoreContract", "StoreContract");

  private static final Path MODULE = Path.of("").toAbsolutePath();
  private static final Path RULES = MODULE.resolveSibling("docs").resolve("contract.md");
  private static final Pattern RULE =
      Pattern.compile("^- \\*\\*(([A-Z]{2})-\\d+)\\.\\*\\* (.*(?:\\R  .*)*)", Pattern.MULTILINE);
  private static final Pattern NAMED = Pattern.compile("^([A-Z]{2}-\\d+) \\S.*");

  @Test
  void everyRuleHasATest() throws IOException {
    Set<String> untested = rules();
    untested.removeIf(rule -> !COVERED.contains(rule.substring(0, 2)));
    assertThat(untested).as("the rules that were read").hasSizeGreaterThan(60);

    untested.removeAll(testedRules());

    assertThat(untested).as("rules without a test").isEmpty();
  }

  @Test
  void everyTestNamesARuleOfItsFamily() throws IOException {
    Set<String> rules = rules();

    assertThat(tests())
        .isNotEmpty()
        .allSatisfy(
            test -> {
              String rule = ruleOf(test);
              assertThat(rules).as(test + " names a rule").contains(rule);
              assertThat(COVERED).as("the families").contains(rule.substring(0, 2));
              String prefix = rule.toLowerCase(Locale.ROOT).replace("-", "");
              assertThat(test.getName()).as("the name of " + test).matches(prefix + "[A-Z].*");
            });
  }

  @Test
  void everyRuleSaysMustOrMayAndStandsOnce() throws IOException {
    List<MatchResult> rules = RULE.matcher(Files.readString(RULES)).results().toList();

    assertThat(rules).allMatch(rule -> rule.group(3).matches("(?s).*\\b(MUST|MAY)\\b.*"));
    assertThat(rules.stream().map(rule -> rule.group(1))).doesNotHaveDuplicates();
  }

  @Test
  void everyContractIsLookedAt() throws IOException {
    Path sources = MODULE.resolve("src/main/java/io/webhookguard/conformance");
    try (Stream<Path> files = Files.list(sources)) {
      assertThat(
              files
                  .map(file -> file.getFileName().toString().replace(".java", ""))
                  .filter(name -> name.endsWith("Contract"))
                  .filter(name -> !JOINED.contains(name)))
          .containsExactlyInAnyOrderElementsOf(
              CONTRACTS.stream().map(Class::getSimpleName).toList());
    }
  }

  private static Set<String> rules() throws IOException {
    return RULE.matcher(Files.readString(RULES))
        .results()
        .map(rule -> rule.group(1))
        .collect(toCollection(TreeSet::new));
  }

  private static Set<String> testedRules() {
    return tests().stream().map(RulesAndTestsTest::ruleOf).collect(toCollection(TreeSet::new));
  }

  private static List<Method> tests() {
    return CONTRACTS.stream()
        .flatMap(contract -> Stream.of(contract.getDeclaredMethods()))
        .filter(
            method ->
                method.isAnnotationPresent(Test.class)
                    || method.isAnnotationPresent(TestFactory.class))
        .toList();
  }

  private static String ruleOf(Method test) {
    DisplayName name = test.getAnnotation(DisplayName.class);
    Matcher named = NAMED.matcher(name == null ? "" : name.value());
    assertThat(named.matches()).as(test + " has a display name that begins with a rule").isTrue();
    return named.group(1);
  }
}
