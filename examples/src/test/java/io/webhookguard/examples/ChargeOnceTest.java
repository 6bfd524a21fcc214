package io.webhookguard.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChargeOnceTest {

  private static final Path PROJECT = Path.of("..").toAbsolutePath().normalize();
  private static final Path SOURCE =
      Path.of("src/main/java/io/webhookguard/examples/ChargeOnce.java");

  @TempDir Path folder;

  @Test
  void threeDeliveriesAreBookedOnceAndAllAnswered() throws Exception {
    ByteArrayOutputStream books = new ByteArrayOutputStream();

    ChargeOnce.run(
        folder.resolve("guard.db"),
        ChargeOnce.delivery(),
        3,
        new PrintStream(books, true, StandardCharsets.UTF_8));

    List<String> lines = books.toString(StandardCharsets.UTF_8).lines().toList();
    assertThat(lines).filteredOn(line -> line.startsWith("booked once, key wg-")).hasSize(1);
    assertThat(lines).filteredOn("answered 200"::equals).hasSize(3);
  }

  @Test
  void itRunsWithoutWhatIsOptional() {
    assertThatExceptionOfType(ClassNotFoundException.class)
        .isThrownBy(() -> Class.forName("com.google.inject.Guice"));
    assertThatExceptionOfType(ClassNotFoundException.class)
        .isThrownBy(() -> Class.forName("com.stripe.model.Event"));
    assertThatExceptionOfType(ClassNotFoundException.class)
        .isThrownBy(() -> Class.forName("com.zaxxer.hikari.HikariDataSource"));
  }

  @Test
  void theReadmeShowsThisCode() throws Exception {
    List<String> code = SourceRegion.between(SOURCE, "README: begin", "README: end");

    assertThat(code).hasSizeBetween(10, 30);
    assertThat(Files.readString(PROJECT.resolve("README.md")))
        .contains("```java\n" + String.join("\n", code) + "\n```");
  }
}
