package io.webhookguard.conformance;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Texts and bytes that databases, drivers and careless code have changed, merged or run. */
final class Traps {

  /** Groups of texts that look alike, to a person or to a collation, and are not the same. */
  private static final List<List<String>> LOOKALIKES =
      List.of(
          List.of("evt_a", "EVT_A", "Evt_a", "evt_ａ", "evt_á", "evt_à", "evt_ä", "evt_\u0430"),
          List.of("caf\u00e9", "cafe\u0301", "cafe", "CAF\u00c9"),
          List.of("\u212b-1", "\u00c5-1", "A\u030a-1"),
          List.of("\ufb01-1", "fi-1", "ﬀ-1", "ff-1"),
          List.of("straße", "strasse", "STRASSE"),
          List.of("İd", "id", "ıd", "ID", "i\u0307d"),
          List.of("dot", "dot.", "dot..", "dot\u200b", "dot\u00ad", "d\u200dot"),
          List.of("a b", "a  b", "a\u00a0b", "a\u2003b"),
          List.of("ｶﾞ-1", "ガ-1", "カ\u3099-1", "がー1"),
          List.of("1", "01", "1.0", "1e0", "+1", "0x1", "１", "①"),
          List.of("\ud83e\uddfe", "\ud83e\uddff", "\ud835\udc00-1", "A-1", "\udbff\udffd"),
          List.of("null", "NULL", "nil", "undefined", "NaN", "true", "TRUE"));

  /** Texts that mean something to whoever does not keep them apart from code. */
  private static final List<String> CODE =
      List.of(
          "'; DROP TABLE guard_event;--",
          "' OR '1'='1",
          "\"quoted\"",
          "back\\slash",
          "back\\\\slash",
          "`tick`",
          "{a}{b}",
          "{a}",
          "{}{a}",
          "*",
          "?",
          ":name",
          "$1",
          "#{1+1}",
          "%",
          "_",
          "%s%n%d",
          "${jndi:ldap://x}",
          "${prefix}",
          "../..",
          "..\\..",
          "/etc/passwd",
          "<script>alert(1)</script>",
          "a\u202egpj.exe",
          "\u2066a\u2069",
          "a,b",
          "a;b",
          "a\u2028b",
          "-- comment",
          "/* comment */");

  private Traps() {}

  /** All texts, each of which is a good name and differs from all others. */
  static List<String> texts() {
    List<String> texts = new ArrayList<>(CODE);
    LOOKALIKES.forEach(texts::addAll);
    texts.addAll(longest());
    return List.copyOf(texts);
  }

  /** At the limit of 255 bytes, and different in the last of them alone. */
  private static List<String> longest() {
    String ascii = "x".repeat(254);
    String wide = "\u00e9".repeat(126);
    String astral = "\ud83e\uddfe".repeat(63);
    return List.of(
        ascii + "A",
        ascii + "a",
        ascii,
        wide + "xyA",
        wide + "xya",
        astral + "xyA",
        astral + "xya");
  }

  /** Bodies that are no text, no JSON, or JSON that some parser changes. */
  static Map<String, byte[]> bodies() {
    Map<String, byte[]> bodies = new LinkedHashMap<>();
    bodies.put("escaped NUL", utf8("{\"id\":\"a\\u0000b\"}"));
    bodies.put("raw NUL", utf8("a\u0000b\u0000"));
    bodies.put("escaped lone surrogate", utf8("{\"id\":\"\\ud800\"}"));
    bodies.put("bytes of a lone surrogate", bytes(0x22, 0xed, 0xa0, 0x80, 0x22));
    bodies.put("invalid UTF-8", bytes(0x7b, 0xff, 0xfe, 0xc0, 0x80, 0x7d));
    bodies.put("cut UTF-8", bytes(0x22, 0xf0, 0x9f, 0xa7));
    bodies.put("byte order mark", bytes(0xef, 0xbb, 0xbf, 0x7b, 0x7d));
    bodies.put("UTF-16", "{\"id\":\"ä\"}".getBytes(StandardCharsets.UTF_16LE));
    bodies.put("duplicate keys", utf8("{\"id\":1,\"id\":2}"));
    bodies.put("white space and order", utf8(" { \"b\" : 1 ,\r\n\t\"a\" : 1.0 } \n"));
    bodies.put("huge exponent", utf8("{\"amount\":1e1000000000}"));
    bodies.put("number that jsonb writes out", utf8("1e131071"));
    bodies.put("many digits", utf8("{\"amount\":" + "9".repeat(200_000) + "}"));
    bodies.put("deep nesting", utf8("[".repeat(100_000) + "]".repeat(100_000)));
    bodies.put("line ends", utf8("a\r\nb\nc\rd\u0085e\u2028f"));
    bodies.put("trailing spaces and zeros", utf8("a  \u0000\u0000 "));
    bodies.put("hexadecimal look", utf8("\\x48656c6c6f"));
    bodies.put("empty", new byte[0]);
    return bodies;
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] bytes(int... values) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int value : values) {
      out.write(value);
    }
    return out.toByteArray();
  }
}
