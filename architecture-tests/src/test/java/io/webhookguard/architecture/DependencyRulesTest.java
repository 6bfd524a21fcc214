package io.webhookguard.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Arrows point at guard-api: core never names a store, stores never name core. */
@AnalyzeClasses(packages = "io.webhookguard", importOptions = ImportOption.DoNotIncludeTests.class)
final class DependencyRulesTest {

  private static final DescribedPredicate<JavaClass> OURS = resideInAPackage("io.webhookguard..");

  @ArchTest
  static final ArchRule theApiNeedsTheJdkAndJspecifyAlone =
      classes()
          .that()
          .resideInAPackage("io.webhookguard.api..")
          .should()
          .onlyDependOnClassesThat(
              resideInAnyPackage("io.webhookguard.api..", "java..", "org.jspecify.annotations.."));

  @ArchTest
  static final ArchRule theCoreNamesNoStoreNoAdapterAndNoFront =
      noClasses()
          .that()
          .resideInAPackage("io.webhookguard.core..")
          .should()
          .dependOnClassesThat(
              OURS.and(
                  DescribedPredicate.not(
                      resideInAnyPackage("io.webhookguard.api..", "io.webhookguard.core.."))));

  @ArchTest
  static final ArchRule storesNameNoCoreNoAdapterAndNoFront =
      noClasses()
          .that()
          .resideInAPackage("io.webhookguard.store..")
          .should()
          .dependOnClassesThat(
              OURS.and(
                  DescribedPredicate.not(
                      resideInAnyPackage("io.webhookguard.api..", "io.webhookguard.store.."))));

  @ArchTest
  static final ArchRule adaptersNameNoCoreNoStoreAndNoFront =
      noClasses()
          .that()
          .resideInAPackage("io.webhookguard.adapter..")
          .should()
          .dependOnClassesThat(
              OURS.and(
                  DescribedPredicate.not(
                      resideInAnyPackage("io.webhookguard.api..", "io.webhookguard.adapter.."))));

  @ArchTest
  static final ArchRule theServletFrontNamesTheCoreAlone =
      noClasses()
          .that()
          .resideInAPackage("io.webhookguard.servlet..")
          .should()
          .dependOnClassesThat(
              OURS.and(
                  DescribedPredicate.not(
                      resideInAnyPackage(
                          "io.webhookguard.api..",
                          "io.webhookguard.core..",
                          "io.webhookguard.servlet.."))));

  @ArchTest
  static final ArchRule theKitKnowsTheApiAlone =
      noClasses()
          .that()
          .resideInAPackage("io.webhookguard.conformance..")
          .should()
          .dependOnClassesThat(
              OURS.and(
                  DescribedPredicate.not(
                      resideInAnyPackage(
                          "io.webhookguard.api..", "io.webhookguard.conformance.."))));

  @ArchTest
  static final ArchRule noProductionCodeNamesTheTestSupport =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.webhookguard.testsupport..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.webhookguard.testsupport..");

  /** So that every module's tests can use it. */
  @ArchTest
  static final ArchRule theTestSupportKnowsNoneOfOurModules =
      noClasses()
          .that()
          .resideInAPackage("io.webhookguard.testsupport..")
          .and()
          .resideOutsideOfPackages(
              "io.webhookguard.testsupport.ledger..",
              "io.webhookguard.testsupport.locks..",
              "io.webhookguard.testsupport.stores..",
              "io.webhookguard.testsupport.transactions..")
          .should()
          .dependOnClassesThat(
              OURS.and(
                  DescribedPredicate.not(resideInAnyPackage("io.webhookguard.testsupport.."))));

  @ArchTest
  static final ArchRule theTestsOfTransactionsAndLocksNameTheCoreAndNoStore =
      noClasses()
          .that()
          .resideInAnyPackage(
              "io.webhookguard.testsupport.ledger..",
              "io.webhookguard.testsupport.locks..",
              "io.webhookguard.testsupport.transactions..")
          .should()
          .dependOnClassesThat(
              OURS.and(
                  DescribedPredicate.not(
                      resideInAnyPackage(
                          "io.webhookguard.api..",
                          "io.webhookguard.core..",
                          "io.webhookguard.testsupport.."))));

  @ArchTest
  static final ArchRule whatTheTestsOfStoresShareNamesNoneOfThem =
      noClasses()
          .that()
          .resideInAPackage("io.webhookguard.testsupport.stores..")
          .should()
          .dependOnClassesThat(
              OURS.and(
                  DescribedPredicate.not(
                      resideInAnyPackage(
                          "io.webhookguard.api..",
                          "io.webhookguard.conformance..",
                          "io.webhookguard.store.sql..",
                          "io.webhookguard.testsupport.."))));

  @ArchTest
  static final ArchRule guiceIsOptional =
      noClasses()
          .that()
          .resideOutsideOfPackage("..guice..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("com.google.inject..", "jakarta.inject..");

  @ArchTest
  static final ArchRule micrometerIsOptional =
      noClasses()
          .that()
          .resideOutsideOfPackage("..metrics..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.micrometer..");

  @ArchTest
  static final ArchRule theStripeSdkIsOptional =
      noClasses()
          .that()
          .resideOutsideOfPackages(
              "io.webhookguard.adapter.stripe.typed..", "io.webhookguard.examples..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("com.stripe..");

  @ArchTest
  static final ArchRule vendorTypesOfResilienceAndCachesStayInside =
      noClasses()
          .that()
          .resideInAPackage("io.webhookguard.api..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.github.resilience4j..", "com.github.benmanes..");

  @ArchTest
  static final ArchRule cachesAreNobodysBusinessOutside =
      noClasses()
          .that()
          .resideOutsideOfPackage("..internal..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("com.github.benmanes..");
}
