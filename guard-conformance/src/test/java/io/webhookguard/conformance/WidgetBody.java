package io.webhookguard.conformance;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The body of the made-up provider: {@code {"id": …, "account": …}}, one flat object. */
record WidgetBody(String id, String account) {

  private static final JsonFactory JSON =
      JsonFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .disable(JsonFactory.Feature.CHARSET_DETECTION)
          .build();

  static Optional<WidgetBody> read(byte[] bytes, Flaw flaw) {
    try (JsonParser parser = JSON.createParser(bytes)) {
      Map<String, String> texts = new HashMap<>();
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        return Optional.empty();
      }
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String name = parser.currentName();
        JsonToken value = parser.nextToken();
        if (value == JsonToken.VALUE_STRING
            || (flaw == Flaw.TAKES_NUMBERS_FOR_IDS && value.isNumeric())) {
          texts.put(name, parser.getText());
        } else if (value.isStructStart() || value.isStructEnd()) {
          return Optional.empty();
        }
      }
      if (flaw != Flaw.STOPS_READING_EARLY
          && (!parser.hasToken(JsonToken.END_OBJECT) || parser.nextToken() != null)) {
        return Optional.empty();
      }
      return Optional.of(
          new WidgetBody(texts.getOrDefault("id", ""), texts.getOrDefault("account", "")));
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
