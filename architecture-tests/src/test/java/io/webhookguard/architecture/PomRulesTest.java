package io.webhookguard.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The bill of materials has no parent: what it cannot inherit must still be the same. */
final class PomRulesTest {

  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final Pattern PROPERTY = Pattern.compile("<([a-z0-9.-]+\\.version)>([^<]+)</\\1>");
  private static final Pattern ARTIFACT = Pattern.compile("<artifactId>([^<]+)</artifactId>");

  @Test
  void pluginsOfTheBomAreThoseOfAllModules() throws IOException {
    Map<String, String> plugins = properties("guard-bom/pom.xml");
    plugins.keySet().removeIf(name -> !name.startsWith("maven-"));

    assertThat(plugins).containsKeys("maven-install-plugin.version", "maven-deploy-plugin.version");
    assertThat(properties("pom.xml")).containsAllEntriesOf(plugins);
  }

  @Test
  void noVersionOfALibraryStandsInTwoPlaces() throws IOException {
    Map<String, String> libraries = properties("guard-bom/pom.xml");
    libraries.keySet().removeIf(name -> name.startsWith("maven-"));

    assertThat(properties("pom.xml")).doesNotContainKeys(libraries.keySet().toArray(String[]::new));
  }

  @Test
  void theBomHasWhatAStoreNeedsBesideIt() throws IOException {
    TreeSet<String> artifacts = new TreeSet<>();
    ARTIFACT
        .matcher(text("guard-bom/pom.xml"))
        .results()
        .forEach(match -> artifacts.add(match.group(1)));

    assertThat(artifacts)
        .contains("flyway-core", "flyway-database-postgresql", "flyway-mysql", "HikariCP")
        .contains("postgresql", "mysql-connector-j", "sqlite-jdbc");
  }

  private static Map<String, String> properties(String pom) throws IOException {
    Map<String, String> properties = new TreeMap<>();
    PROPERTY
        .matcher(text(pom))
        .results()
        .forEach(match -> properties.put(match.group(1), match.group(2)));
    return properties;
  }

  private static String text(String file) throws IOException {
    return Files.readString(ROOT.resolve(file));
  }
}
