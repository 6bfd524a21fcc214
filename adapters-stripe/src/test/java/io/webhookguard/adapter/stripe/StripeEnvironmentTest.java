package io.webhookguard.adapter.stripe;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The adapter works without stripe-java. */
class StripeEnvironmentTest {

  @Test
  @DisplayName("an application without stripe-java can sign and verify")
  void worksWithoutStripeJava() throws Exception {
    URL[] others =
        classPath()
            .filter(entry -> !isStripeJava(entry))
            .map(StripeEnvironmentTest::urlOf)
            .toArray(URL[]::new);
    assertThat(classPath()).anyMatch(StripeEnvironmentTest::isStripeJava);

    try (URLClassLoader isolated =
        new URLClassLoader(others, ClassLoader.getPlatformClassLoader())) {
      Object run =
          isolated
              .loadClass(OfflineVerification.class.getName())
              .getDeclaredConstructor()
              .newInstance();

      assertThat(((Callable<?>) run).call()).isEqualTo("verified");
    }
  }

  @Test
  @DisplayName("only the package of typed events names stripe-java")
  void onlyTypedEventsNameStripeJava() throws IOException, URISyntaxException {
    Path classes =
        Path.of(StripeAdapter.class.getProtectionDomain().getCodeSource().getLocation().toURI());

    List<Path> naming;
    try (Stream<Path> files = Files.walk(classes)) {
      naming = files.filter(StripeEnvironmentTest::namesStripeJava).toList();
    }

    assertThat(naming).isNotEmpty().allMatch(file -> file.toString().contains("typed"));
  }

  private static boolean namesStripeJava(Path file) {
    try {
      return file.toString().endsWith(".class")
          && Files.readString(file, StandardCharsets.ISO_8859_1).contains("com/stripe/");
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static Stream<String> classPath() {
    return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator));
  }

  private static boolean isStripeJava(String entry) {
    return Path.of(entry).getFileName().toString().matches("(stripe-java|gson)-.*");
  }

  private static URL urlOf(String entry) {
    try {
      return Path.of(entry).toUri().toURL();
    } catch (MalformedURLException e) {
      throw new AssertionError(e);
    }
  }
}
