package io.webhookguard.store.sqlite;

import io.webhookguard.testsupport.process.ChildJvm;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A JVM of its own that works on a store's file.
 *
 * <p>Its class path has neither Flyway nor Guice: on a file that was migrated before, the store
 * must do without.
 */
final class StoreChild {

  private StoreChild() {}

  static ChildJvm start(Class<?> main, Path file, String... arguments) throws IOException {
    return ChildJvm.startWithout(
        Set.of("flyway", "guice"),
        main,
        Stream.concat(Stream.of(file.toString()), Stream.of(arguments)).toArray(String[]::new));
  }
}
