package io.webhookguard.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every line of the engine that an operator reads has a code, and the catalogue has every code. */
final class LogCodesTest {

  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final Path ENGINE = ROOT.resolve("guard-core/src/main/java");
  private static final Pattern STATEMENT = Pattern.compile("log\\.(info|warn|error)\\(\\s*");
  private static final Pattern CODED = Pattern.compile("\\G\"(WG\\d{3}) ");
  private static final Pattern ROW =
      Pattern.compile("^\\| (WG\\d{3}) \\| (INFO|WARN|ERROR) \\|", Pattern.MULTILINE);

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Codes with their levels, and where a statement has none. */
  private static void read(Path file, List<String> coded, List<String> bare) {
    String text = text(file);
    Matcher statement = STATEMENT.matcher(text);
    while (statement.find()) {
      Matcher code = CODED.matcher(text);
      if (code.find(statement.end())) {
        coded.add(code.group(1) + " " + statement.group(1).toUpperCase(Locale.ROOT));
      } else {
        bare.add(file.getFileName() + " at " + statement.start());
      }
    }
  }

  @Test
  void eachLineHasACodeOfItsOwnAndTheCatalogueHasIt() throws IOException {
    List<String> coded = new ArrayList<>();
    List<String> bare = new ArrayList<>();
    try (Stream<Path> files = Files.walk(ENGINE)) {
      files
          .filter(file -> file.toString().endsWith(".java"))
          .forEach(file -> read(file, coded, bare));
    }
    List<String> catalogue =
        ROW.matcher(text(ROOT.resolve("docs/logs.md")))
            .results()
            .map(row -> row.group(1) + " " + row.group(2))
            .toList();

    assertThat(bare).as("lines without a code").isEmpty();
    assertThat(coded).doesNotHaveDuplicates().hasSizeGreaterThan(30);
    assertThat(catalogue).containsExactlyInAnyOrderElementsOf(coded);
  }
}
