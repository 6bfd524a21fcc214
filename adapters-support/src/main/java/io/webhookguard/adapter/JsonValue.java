package io.webhookguard.adapter;

import java.util.Optional;

/**
 * What a body holds at one wanted place. Nothing of it appears in {@link #toString}.
 *
 * @param kind what was found
 * @param text the decoded text of a string, the number as it was written, {@code true} or {@code
 *     false}; else empty
 */
public record JsonValue(Kind kind, String text) {

  /** What can be found at a place. */
  public enum Kind {
    /** A string. */
    STRING,
    /** A number within the limits of {@link JsonScanner}, not converted. */
    NUMBER,
    /** {@code true} or {@code false}. */
    BOOLEAN,
    /** {@code null}. */
    NULL,
    /** An object or an array. */
    CONTAINER,
    /** Nothing: there is no such place. */
    ABSENT
  }

  static final JsonValue NULL = new JsonValue(Kind.NULL, "");
  static final JsonValue CONTAINER = new JsonValue(Kind.CONTAINER, "");
  static final JsonValue ABSENT = new JsonValue(Kind.ABSENT, "");

  static JsonValue ofString(String text) {
    return new JsonValue(Kind.STRING, text);
  }

  static JsonValue ofNumber(String text) {
    return new JsonValue(Kind.NUMBER, text);
  }

  static JsonValue ofBoolean(boolean value) {
    return new JsonValue(Kind.BOOLEAN, Boolean.toString(value));
  }

  /** The text, if it is a string. A number is not a string. */
  public Optional<String> asString() {
    return kind == Kind.STRING ? Optional.of(text) : Optional.empty();
  }

  /** The number as it was written, if it is one. */
  public Optional<String> asNumber() {
    return kind == Kind.NUMBER ? Optional.of(text) : Optional.empty();
  }

  /** The truth value, if it is one. The string {@code "true"} is none. */
  public Optional<Boolean> asBoolean() {
    return kind == Kind.BOOLEAN ? Optional.of(Boolean.valueOf(text)) : Optional.empty();
  }

  /** Whether nothing is there, be it left out or {@code null}. */
  public boolean isMissing() {
    return kind == Kind.ABSENT || kind == Kind.NULL;
  }

  /** The kind alone. */
  @Override
  public String toString() {
    return "JsonValue[" + kind + "]";
  }
}
