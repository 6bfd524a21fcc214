package io.webhookguard.store.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import io.webhookguard.store.sql.internal.SharedStatement;
import io.webhookguard.store.sql.internal.StatementName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Files and names of statements are the same set; each is used, and each says why it is there. */
final class StatementFilesTest {

  private static final Path RESOURCES = Path.of("src/main/resources/io/webhookguard/store/mysql");

  private static final List<Path> SOURCES =
      List.of(Path.of("src/main/java"), Path.of("../store-sql/src/main/java"));

  @Test
  void everyNameHasItsFileAndEveryFileItsName() throws IOException {
    assertThat(files("statement"))
        .isEqualTo(
            names().map(StatementName::fileOf).collect(Collectors.toCollection(TreeSet::new)));
  }

  @Test
  void everyMigrationIsListed() throws IOException {
    assertThat(files("migration")).isEqualTo(new TreeSet<>(MysqlStore.MIGRATIONS));
  }

  @Test
  void everyStatementIsUsed() throws IOException {
    String sources = sources();

    assertThat(names())
        .allSatisfy(
            name ->
                assertThat(sources)
                    .contains(
                        ((Enum<?>) name).getDeclaringClass().getSimpleName() + "." + name.name()));
  }

  @Test
  void everyFileBeginsWithWhy() throws IOException {
    for (String file : files("statement")) {
      String text = Files.readString(RESOURCES.resolve("statement").resolve(file));
      assertThat(text).as(file).startsWith("-- ").endsWith("\n");
      assertThat(text.strip()).as(file).doesNotEndWith(";");
      assertThat(text.lines()).as(file).allMatch(line -> line.length() <= 140);
    }
  }

  private static Stream<StatementName> names() {
    return Stream.<StatementName>concat(
        Stream.of(SharedStatement.values()), Stream.of(MysqlStatement.values()));
  }

  private static Set<String> files(String folder) throws IOException {
    try (Stream<Path> files = Files.list(RESOURCES.resolve(folder))) {
      return files
          .map(file -> file.getFileName().toString())
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }

  private static String sources() throws IOException {
    StringBuilder text = new StringBuilder();
    for (Path root : SOURCES) {
      try (Stream<Path> files = Files.walk(root)) {
        for (Path file : files.filter(Files::isRegularFile).toList()) {
          text.append(Files.readString(file));
        }
      }
    }
    return text.toString();
  }
}
