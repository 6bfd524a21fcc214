package io.webhookguard.adapter;

import io.webhookguard.api.provider.Rejection;
import java.util.Map;
import java.util.function.Function;

/** What a {@link JsonScanner} made of a body. */
public sealed interface JsonScan {

  /** Applies the function of the case at hand. */
  <T> T match(Function<Found, T> found, Function<Refused, T> refused);

  /**
   * Strict JSON within the limits.
   *
   * @param values one value per wanted path, {@link JsonValue.Kind#ABSENT} included
   */
  record Found(Map<String, JsonValue> values) implements JsonScan {

    public Found {
      values = Map.copyOf(values);
    }

    /**
     * What is at a wanted path.
     *
     * @throws IllegalArgumentException if the scanner was not asked for it
     */
    public JsonValue at(String path) {
      JsonValue value = values.get(path);
      if (value == null) {
        throw new IllegalArgumentException("the scanner was not asked for " + path);
      }
      return value;
    }

    @Override
    public <T> T match(Function<Found, T> found, Function<Refused, T> refused) {
      return found.apply(this);
    }

    /** The paths alone. */
    @Override
    public String toString() {
      return "Found" + values.keySet();
    }
  }

  /**
   * Not strict JSON, or beyond a limit.
   *
   * @param reason {@code BODY_EMPTY} or one of the {@code JSON} family
   */
  record Refused(Rejection reason) implements JsonScan {
    @Override
    public <T> T match(Function<Found, T> found, Function<Refused, T> refused) {
      return refused.apply(this);
    }
  }
}
