package io.webhookguard.adapter.stripe;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The payloads beside this class, with {@code {{name}}} where a value goes. */
final class StripeTemplates {

  private static final Pattern PLACE = Pattern.compile("\\{\\{(\\w+)}}");
  private static final Map<String, String> LOADED = new ConcurrentHashMap<>();

  private StripeTemplates() {}

  /** The template with each place filled by the value of its name. */
  static String fill(String template, Map<String, String> values) {
    return PLACE
        .matcher(LOADED.computeIfAbsent(template, StripeTemplates::load))
        .replaceAll(place -> Matcher.quoteReplacement(valueAt(place, values)));
  }

  private static String valueAt(MatchResult place, Map<String, String> values) {
    String value = values.get(place.group(1));
    if (value == null) {
      throw new IllegalStateException("a template asks for " + place.group(1));
    }
    return value;
  }

  private static String load(String template) {
    String file = "simulator/" + template + ".json";
    try (InputStream content = StripeTemplates.class.getResourceAsStream(file)) {
      if (content == null) {
        throw new IllegalStateException("the jar lacks " + file);
      }
      return new String(content.readAllBytes(), StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }
}
