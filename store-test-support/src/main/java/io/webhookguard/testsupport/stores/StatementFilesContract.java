package io.webhookguard.testsupport.stores;

import static org.assertj.core.api.Assertions.assertThat;

import io.webhookguard.store.sql.internal.SealStatement;
import io.webhookguard.store.sql.internal.SharedStatement;
import io.webhookguard.store.sql.internal.StatementName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Files and names of a dialect's statements are the same set; each is used, and each says why it is
 * there. Run in the folder of the store's module.
 */
public interface StatementFilesContract {

  /** The class beside which the files lie. */
  Class<?> home();

  /** The names of the dialect's own statements. */
  Collection<? extends StatementName> statements();

  /** The files of its migrations. */
  List<String> migrations();

  @Test
  default void everyNameHasItsFileAndEveryFileItsName() throws IOException {
    assertThat(files("statement"))
        .isEqualTo(
            names().map(StatementName::fileOf).collect(Collectors.toCollection(TreeSet::new)));
  }

  @Test
  default void everyMigrationIsListed() throws IOException {
    assertThat(files("migration")).isEqualTo(new TreeSet<>(migrations()));
  }

  @Test
  default void everyStatementIsUsed() throws IOException {
    String sources = sources();

    assertThat(names())
        .allSatisfy(
            name ->
                assertThat(sources)
                    .contains(
                        ((Enum<?>) name).getDeclaringClass().getSimpleName() + "." + name.name()));
  }

  @Test
  default void everyFileBeginsWithWhy() throws IOException {
    for (String file : files("statement")) {
      String text = Files.readString(resources().resolve("statement").resolve(file));
      assertThat(text).as(file).startsWith("-- ").endsWith("\n");
      assertThat(text.strip()).as(file).doesNotEndWith(";");
      assertThat(text.lines()).as(file).allMatch(line -> line.length() <= 140);
    }
  }

  private Stream<StatementName> names() {
    return Stream.of(
            Stream.of(SharedStatement.values()),
            Stream.of(SealStatement.values()),
            statements().stream())
        .flatMap(names -> names);
  }

  private Path resources() {
    return Path.of("src/main/resources", home().getPackageName().split("\\.", -1));
  }

  private Set<String> files(String folder) throws IOException {
    try (Stream<Path> files = Files.list(resources().resolve(folder))) {
      return files
          .map(file -> file.getFileName().toString())
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }

  private static String sources() throws IOException {
    StringBuilder text = new StringBuilder();
    for (Path root : List.of(Path.of("src/main/java"), Path.of("../store-sql/src/main/java"))) {
      try (Stream<Path> files = Files.walk(root)) {
        for (Path file : files.filter(Files::isRegularFile).toList()) {
          text.append(Files.readString(file));
        }
      }
    }
    return text.toString();
  }
}
