package io.webhookguard.store.redis;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The transitions and reads, each a file of Lua. */
enum Script {
  ADMIT("event", "ledger", "attempt", "record", "lane", "member"),
  CLAIM("event", "ledger", "attempt", "routes", "claiming"),
  CLAIM_ONE("event", "ledger", "attempt", "routes", "claiming", "record", "lane", "member"),
  SETTLE("event", "ledger", "attempt", "record", "lane", "member"),
  RENEW("event"),
  RECOVER("event", "ledger", "attempt", "routes", "claiming"),
  INTERVENE("event", "ledger", "attempt", "record", "lane", "member"),
  PURGE("event", "ledger"),
  APPEND("event", "ledger"),
  SCAN("entry"),
  RECORD_STEP("event"),
  LOCK("record"),
  DELIVER("event", "ledger", "attempt", "record", "lane", "member"),
  OUTBOX("event", "ledger", "attempt", "record", "lane", "member"),
  PLAN("routes"),
  SETUP,
  CHAIN_ADD,

  /** Only for whoever archives: others need not have the right to remove entries. */
  DROP,

  /** Changes nothing, but waits for replicas as what changes does: what it tells is acted upon. */
  CLAIMS("event", "ledger", "attempt", "routes", "claiming"),

  PEEK(true, "routes"),
  FIND(true, "event", "ledger", "attempt", "record", "lane", "member"),
  PAYLOAD(true, "event"),
  RIGHTS(true),
  SEARCH(true, "event", "ledger", "attempt"),
  ENTRIES(true, "event", "entry"),
  TICK(true),
  CHAIN_READ(true),
  RECALL_STEPS(true, "event");

  private static final Pattern COMMAND = Pattern.compile("\\bR\\('([A-Z]+)'");

  private final boolean reads;
  private final String text;
  private final String digest;

  Script(String... parts) {
    this(false, parts);
  }

  /**
   * @param parts what it uses beside what all use, in an order in which each finds what it needs: a
   *     server makes all functions of a text anew whenever it runs
   */
  Script(boolean reads, String... parts) {
    this.reads = reads;
    // A script that may write is refused as a whole where memory is full or the server a replica.
    StringBuilder lua = new StringBuilder(reads ? "#!lua flags=no-writes\n" : "#!lua\n");
    lua.append(resource("partition"));
    for (String part : parts) {
      lua.append(resource(part));
    }
    lua.append(resource("finish"));
    lua.append(resource(name().toLowerCase(Locale.ROOT)));
    this.text = lua.toString();
    this.digest = sha1(text);
  }

  /** Whether it changes nothing, so that whatever becomes of the call, nothing happened. */
  boolean reads() {
    return reads;
  }

  String text() {
    return text;
  }

  /** What the server knows it by. */
  String digest() {
    return digest;
  }

  /** The commands that scripts ask the server for, but for those of whoever archives. */
  static Set<String> commands() {
    return Stream.of(values())
        .filter(script -> script != DROP)
        .flatMap(script -> COMMAND.matcher(script.text).results())
        .map(found -> found.group(1).toLowerCase(Locale.ROOT))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static String resource(String name) {
    try (InputStream in = Script.class.getResourceAsStream("script/" + name + ".lua")) {
      if (in == null) {
        throw new IllegalStateException("the script " + name + " is not in the jar");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String sha1(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-1").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
