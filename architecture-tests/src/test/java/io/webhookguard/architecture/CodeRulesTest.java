package io.webhookguard.architecture;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Arrays;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/** What no code of ours does, and how its types are named. */
@AnalyzeClasses(packages = "io.webhookguard", importOptions = ImportOption.DoNotIncludeTests.class)
final class CodeRulesTest {

  /**
   * Time, threads and randomness come in from outside; one class of the core makes the real ones.
   */
  @ArchTest
  static final ArchRule theCoreAndTheStoresReadNoClockAndRollNoDice =
      noClasses()
          .that()
          .resideInAnyPackage(
              "io.webhookguard.api..", "io.webhookguard.core..", "io.webhookguard.store..")
          .and()
          .doNotHaveSimpleName("SystemRuntime")
          .should()
          .callMethod(System.class, "currentTimeMillis")
          .orShould()
          .callMethod(System.class, "nanoTime")
          .orShould()
          .callMethod(Instant.class, "now")
          .orShould()
          .callMethod(UUID.class, "randomUUID")
          .orShould()
          .callMethod(ThreadLocalRandom.class, "current")
          .orShould()
          .callConstructor(Random.class)
          .orShould()
          .callConstructor(SecureRandom.class);

  @ArchTest
  static final ArchRule nobodySleeps =
      noClasses().should().callMethod(Thread.class, "sleep", long.class);

  @ArchTest
  static final ArchRule nobodyUsesJavaSerialization =
      noClasses()
          .should()
          .dependOnClassesThat()
          .haveFullyQualifiedName("java.io.ObjectInputStream");

  @ArchTest
  static final ArchRule signaturesAreComparedInConstantTime =
      noClasses()
          .that()
          .resideInAPackage("io.webhookguard.adapter..")
          .should()
          .callMethod(Arrays.class, "equals", byte[].class, byte[].class);

  @ArchTest
  static final ArchRule sqlIsNeverMadeFromText =
      noClasses()
          .should()
          .callMethodWhere(
              target(nameMatching("define")).and(target(owner(resideInAPackage("org.jdbi..")))));

  @ArchTest
  static final ArchRule typesAreNamedForWhatTheyAre =
      noClasses()
          .should()
          .haveSimpleNameEndingWith("Manager")
          .orShould()
          .haveSimpleNameEndingWith("Helper")
          .orShould()
          .haveSimpleNameEndingWith("Util")
          .orShould()
          .haveSimpleNameEndingWith("Utils")
          .orShould()
          .haveSimpleNameEndingWith("Impl")
          .orShould()
          .haveSimpleNameStartingWith("Abstract");

  @ArchTest
  static final ArchRule publicClassesAreClosed =
      classes()
          .that()
          .arePublic()
          .and()
          .areNotInterfaces()
          .and()
          .areNotEnums()
          .and()
          .doNotHaveFullyQualifiedName("io.webhookguard.api.error.GuardException")
          .and()
          // It is told its type by being extended, and keeps nothing else.
          .doNotHaveFullyQualifiedName("io.webhookguard.core.handler.TypeRef")
          .should()
          .haveModifier(JavaModifier.FINAL);
}
