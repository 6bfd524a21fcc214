package io.webhookguard.store.redis;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;

/** The transitions and reads, each a file of Lua. */
enum Script {
  ADMIT,
  CLAIM,
  CLAIM_ONE,
  SETTLE,
  RENEW,
  RECOVER,
  INTERVENE,
  PURGE,
  APPEND,
  SCAN,
  RECORD_STEP,
  LOCK,
  DELIVER,
  OUTBOX,
  PLAN,
  SETUP,

  /** Changes nothing, but waits for replicas as what changes does: what it tells is acted upon. */
  CLAIMS,

  PEEK(true),
  FIND(true),
  PAYLOAD(true),
  SEARCH(true),
  ENTRIES(true),
  TICK(true),
  RECALL_STEPS(true);

  private final boolean reads;
  private final String text;
  private final String digest;

  Script() {
    this(false);
  }

  Script(boolean reads) {
    this.reads = reads;
    // A script that may write is refused as a whole where memory is full or the server a replica.
    StringBuilder lua = new StringBuilder(reads ? "#!lua flags=no-writes\n" : "#!lua\n");
    for (String shared : Shared.NAMES) {
      lua.append(resource(shared));
    }
    lua.append(resource(name().toLowerCase(Locale.ROOT)));
    this.text = lua.toString();
    this.digest = sha1(text);
  }

  /** What each script begins with. Enums have no constants of their own while they are made. */
  private static final class Shared {
    static final String[] NAMES = {
      "partition", "event", "ledger", "lane", "member", "attempt", "finish"
    };
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
