package io.webhookguard.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Rules that only the text of the project shows. */
final class SourceRulesTest {

  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final int MAX_FILE_LINES = 500;
  private static final int MAX_METHOD_LINES = 70;
  private static final int MAX_README_LINES = 250;

  /** Spelled so that this file does not contain them. */
  private static final List<String> FORBIDDEN =
      List.of(
          "TO" + "DO", "FIX" + "ME", "." + "./shared", "/work" + "/", "/root" + "/", "/tmp" + "/");

  private static final Pattern METHOD_START =
      Pattern.compile(
          "^  (?:  )?(?!\\s)(?!return|throw|new |else|case |//|\\*|/\\*)[^=;]*\\)[^=;]*\\{$");

  @Test
  void theRootIsTheProject() {
    assertThat(ROOT.resolve("pom.xml")).exists();
    assertThat(ROOT.resolve("guard-api")).isDirectory();
  }

  @Test
  void filesStaySmallEnoughToRead() {
    List<String> tooLong = new ArrayList<>();
    javaFiles()
        .forEach(
            file -> {
              int lines = lines(file).size();
              if (lines > MAX_FILE_LINES) {
                tooLong.add(ROOT.relativize(file) + ": " + lines + " lines");
              }
            });

    assertThat(tooLong).isEmpty();
  }

  @Test
  void methodsStaySmallEnoughToRead() {
    List<String> tooLong = new ArrayList<>();
    javaFiles().forEach(file -> tooLong.addAll(longMethods(file)));

    assertThat(tooLong).isEmpty();
  }

  @Test
  void theReadmeFitsItsReader() {
    assertThat(lines(ROOT.resolve("README.md"))).hasSizeLessThanOrEqualTo(MAX_README_LINES);
  }

  @Test
  void nothingIsLeftOpenAndNothingSpeaksOfTheMachineItWasWrittenOn() {
    List<String> found = new ArrayList<>();
    sourcesAndTexts()
        .forEach(
            file -> {
              String text = text(file);
              FORBIDDEN.stream()
                  .filter(text::contains)
                  .forEach(word -> found.add(ROOT.relativize(file) + ": " + word));
            });

    assertThat(found).isEmpty();
  }

  @Test
  void everyPackageSaysWhatItIsForAndThatItIsNullMarked() {
    List<String> silent = new ArrayList<>();
    javaFiles()
        .map(file -> file.resolveSibling("package-info.java"))
        .filter(info -> info.toString().contains("/src/main/"))
        .distinct()
        .forEach(
            info -> {
              if (!Files.exists(info)
                  || !text(info).contains("@NullMarked")
                  || !text(info).contains("/**")) {
                silent.add(ROOT.relativize(info).toString());
              }
            });

    assertThat(silent).isEmpty();
  }

  private static List<String> longMethods(Path file) {
    List<String> found = new ArrayList<>();
    List<String> lines = lines(file);
    for (int i = 0; i < lines.size(); i++) {
      Matcher start = METHOD_START.matcher(lines.get(i));
      if (!start.matches()) {
        continue;
      }
      String indent =
          lines.get(i).substring(0, lines.get(i).length() - lines.get(i).stripLeading().length());
      int end = i;
      while (end < lines.size() && !lines.get(end).equals(indent + "}")) {
        end++;
      }
      if (end - i + 1 > MAX_METHOD_LINES) {
        found.add(ROOT.relativize(file) + ":" + (i + 1) + " has " + (end - i + 1) + " lines");
      }
    }
    return found;
  }

  private static Stream<Path> javaFiles() {
    return textFiles().filter(file -> file.toString().endsWith(".java"));
  }

  /** Every text file of a known kind, without what builds leave behind. */
  private static Stream<Path> textFiles() {
    return files().filter(SourceRulesTest::isOfAKnownKind);
  }

  /** These, and whatever else lies among the sources: a tool may have left it there. */
  private static Stream<Path> sourcesAndTexts() {
    return files().filter(file -> isOfAKnownKind(file) || file.toString().contains("/src/"));
  }

  private static boolean isOfAKnownKind(Path file) {
    return file.toString()
        .matches(".*(\\.(java|md|sql|xml|yaml|yml|lua|sh|properties)|/guard|/verify|/run)$");
  }

  private static Stream<Path> files() {
    try (Stream<Path> walk = Files.walk(ROOT)) {
      return walk
          .filter(Files::isRegularFile)
          .filter(file -> isOurs(ROOT.relativize(file).toString()))
          .toList()
          .stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isOurs(String path) {
    return !path.startsWith(".git/") && !path.startsWith("target/") && !path.contains("/target/");
  }

  private static List<String> lines(Path file) {
    return text(file).lines().toList();
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (MalformedInputException e) {
      return "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
