package io.webhookguard.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The guides show code that is compiled: every snippet names the file and the region it is from.
 */
class GuidesTest {

  private static final Path EXAMPLES = Path.of("").toAbsolutePath();
  private static final Path DOCS = EXAMPLES.resolveSibling("docs");

  private static final Pattern CODE = Pattern.compile("^```(java|xml)$", Pattern.MULTILINE);
  private static final Pattern SNIPPET =
      Pattern.compile(
          "^<!-- snippet: (\\S+) (\\S+) -->\\n```(?:java|xml)\\n(.*?)\\n```$",
          Pattern.MULTILINE | Pattern.DOTALL);
  private static final Pattern LINK = Pattern.compile("]\\(([^)#:]+)(?:#[^)]*)?\\)");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "writing-an-adapter.md",
        "writing-a-store.md",
        "transactions.md",
        "library.md",
        "locks.md",
        "status-machine.md"
      })
  @DisplayName("each snippet of a guide stands in the example as it is shown")
  void showsWhatIsCompiled(String guide) throws IOException {
    String text = Files.readString(DOCS.resolve(guide));
    List<MatchResult> snippets = SNIPPET.matcher(text).results().toList();

    assertThat(snippets).hasSizeGreaterThan(3);
    assertThat(CODE.matcher(text).results().count())
        .as("blocks of code, all of which name their source")
        .isEqualTo(snippets.size());
    for (MatchResult snippet : snippets) {
      String region = snippet.group(2);
      assertThat(snippet.group(3))
          .as("%s of %s", region, snippet.group(1))
          .isEqualTo(
              String.join(
                      "\n",
                      SourceRegion.between(
                          EXAMPLES.resolve(snippet.group(1)),
                          "guide: " + region + "-begin",
                          "guide: " + region + "-end"))
                  .stripTrailing());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "writing-an-adapter.md",
        "writing-a-store.md",
        "transactions.md",
        "library.md",
        "locks.md",
        "status-machine.md"
      })
  @DisplayName("each file that a guide links to is there")
  void linksToWhatIsThere(String guide) throws IOException {
    List<String> missing = new ArrayList<>();
    Matcher links = LINK.matcher(Files.readString(DOCS.resolve(guide)));
    while (links.find()) {
      if (!Files.exists(DOCS.resolve(links.group(1)))) {
        missing.add(links.group(1));
      }
    }

    assertThat(missing).isEmpty();
  }

  @Test
  @DisplayName("a region that is not there is found out")
  void findsMissingRegions() {
    Path pom = EXAMPLES.resolve("pom.xml");
    assertThatThrownBy(() -> SourceRegion.between(pom, "guide: no-such-region", "guide: end"))
        .isInstanceOf(AssertionError.class);
  }
}
