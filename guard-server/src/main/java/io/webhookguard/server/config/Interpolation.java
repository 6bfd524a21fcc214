package io.webhookguard.server.config;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Puts environment variables into values: {@code ${VAR}} and {@code ${VAR:-default}}.
 *
 * <p>It works on values after the file was parsed, so that no value can change the file's
 * structure, and what was put in is not looked at again. A default stands in for a variable that is
 * missing or empty, as in a shell.
 */
final class Interpolation {

  private static final Pattern REFERENCE =
      Pattern.compile("\\$\\{([A-Za-z_][A-Za-z0-9_]*)(:-([^}]*))?}");

  private final Map<String, String> environment;

  Interpolation(Map<String, String> environment) {
    this.environment = Map.copyOf(environment);
  }

  /**
   * What came of a value.
   *
   * @param text the value with its references replaced
   * @param missing the first variable that is not set and has no default
   */
  record Outcome(String text, Optional<String> missing) {}

  Outcome apply(String value) {
    Matcher matcher = REFERENCE.matcher(value);
    StringBuilder text = new StringBuilder();
    Optional<String> missing = Optional.empty();
    while (matcher.find()) {
      String name = matcher.group(1);
      Optional<String> found = lookUp(name, Optional.ofNullable(matcher.group(3)));
      if (found.isEmpty() && missing.isEmpty()) {
        missing = Optional.of(name);
      }
      matcher.appendReplacement(text, Matcher.quoteReplacement(found.orElse("")));
    }
    return new Outcome(matcher.appendTail(text).toString(), missing);
  }

  private Optional<String> lookUp(String name, Optional<String> fallback) {
    Optional<String> set = Optional.ofNullable(environment.get(name));
    return fallback.isPresent() ? set.filter(value -> !value.isEmpty()).or(() -> fallback) : set;
  }
}
