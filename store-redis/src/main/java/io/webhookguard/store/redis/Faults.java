package io.webhookguard.store.redis;

import io.webhookguard.api.error.ConfigurationException;
import io.webhookguard.api.error.CorruptStateException;
import io.webhookguard.api.error.GuardException;
import io.webhookguard.api.error.OutcomeUnknownException;
import io.webhookguard.api.error.StoreUnavailableException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import redis.clients.jedis.exceptions.JedisClusterOperationException;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;

/**
 * What the server's errors and the client's exceptions mean, told by the word with which Redis's
 * errors begin: the words behind it are for people and change.
 */
final class Faults {

  /** Refused before the script began: nothing happened, and the same call may succeed later. */
  private static final Map<String, String> NOT_NOW =
      Map.ofEntries(
          Map.entry("LOADING", "it is still reading its data"),
          Map.entry("BUSY", "a script of somebody's runs for too long there"),
          Map.entry("READONLY", "it is a replica; point the guard at the master"),
          Map.entry("MASTERDOWN", "it is a replica that has lost its master"),
          Map.entry("OOM", "its memory is full; raise maxmemory or shorten the retention"),
          Map.entry("NOREPLICAS", "fewer replicas are there than min-replicas-to-write asks for"),
          Map.entry("MISCONF", "it cannot write its files; look at its log"),
          Map.entry("CLUSTERDOWN", "the cluster does not serve all slots"),
          Map.entry("TRYAGAIN", "the slot is on its way to another server"),
          Map.entry("ASK", "the slot is on its way to another server"),
          Map.entry("MOVED", "the slot is served elsewhere"),
          Map.entry("GUARDCLOCK", "its clock is centuries ahead; set it right"));

  private static final String RIGHTS =
      "it needs the commands that docs/redis.md lists, on all keys with the guard's prefix";

  /** What nobody can do anything about but by a change of the configuration. */
  private static final Map<String, String> NEVER =
      Map.of(
          "WRONGPASS", "user or password is wrong",
          "NOAUTH", "it asks for a password and none is configured",
          "NOPERM", "the user lacks a right: " + RIGHTS,
          "WRONGTYPE", "keys with the guard's prefix are in use by something else",
          "DENIED", "it is protected from other machines: give it a password");

  /** How the newest servers, and those before them, tell of a command that a script may not run. */
  private static final List<String> NO_RIGHT_IN_A_SCRIPT =
      List.of("ACL failure in script", "The user executing the script can't");

  private final String place;

  /**
   * Faults of one server or cluster.
   *
   * @param place how messages name it, without secrets
   */
  Faults(String place) {
    this.place = place;
  }

  /**
   * A script that ended with an error of the server's.
   *
   * @param reads whether it changes nothing wherever it ends
   */
  GuardException failed(JedisDataException error, boolean reads) {
    String message = String.valueOf(error.getMessage());
    if (NO_RIGHT_IN_A_SCRIPT.stream().noneMatch(message::contains)) {
      return refused(error);
    }
    String what = place + " broke a script off: the user lacks a right: " + RIGHTS;
    return reads
        ? new ConfigurationException(what, error)
        : new OutcomeUnknownException(what, error);
  }

  /** The user may not run commands that scripts do. */
  ConfigurationException withoutRights(String commands) {
    return new ConfigurationException(
        place + " does not let the user run " + commands + ": " + RIGHTS);
  }

  /** A call that ended with an error of the server's, other than within a script. */
  GuardException refused(JedisDataException error) {
    String message = String.valueOf(error.getMessage());
    String word = message.split(" ", 2)[0].toUpperCase(Locale.ROOT);
    String notNow = NOT_NOW.get(word);
    if (notNow != null) {
      return new StoreUnavailableException(place + " refused (" + word + "): " + notNow, error);
    }
    String never = NEVER.get(word);
    if (never != null) {
      return new ConfigurationException(place + " refused (" + word + "): " + never, error);
    }
    if (word.equals("GUARDCORRUPT")) {
      return new CorruptStateException(
          place + ": " + message.substring(word.length()).strip(), error);
    }
    if (message.contains("SCRIPT KILL")) {
      // The server kills only scripts that have not written.
      return new StoreUnavailableException(place + ": the call's script was killed", error);
    }
    return new OutcomeUnknownException(place + " answered with an error: " + word, error);
  }

  /** No connection could be had, so nothing was sent. */
  GuardException notConnected(JedisException why) {
    for (Throwable cause = why; cause != null; cause = cause.getCause()) {
      if (cause instanceof JedisDataException error) {
        return turnedAway(error);
      }
      if (cause instanceof JedisClusterOperationException) {
        return new StoreUnavailableException(
            place + " is a cluster that has no server for some slots, or none that answers", why);
      }
    }
    return Tls.flaw(why)
        .<GuardException>map(flaw -> new ConfigurationException(place + ": " + flaw, why))
        .orElseGet(() -> new StoreUnavailableException(place + " cannot be reached", why));
  }

  private GuardException turnedAway(JedisDataException error) {
    String message = String.valueOf(error.getMessage());
    if (message.contains("DB index")) {
      return new ConfigurationException(
          place + " refused: it has no database of that number", error);
    }
    GuardException why = refused(error);
    return why instanceof OutcomeUnknownException
        ? new StoreUnavailableException(place + " takes no connection: " + message, error)
        : why;
  }

  /** The connection was lost behind the first byte that was sent. */
  GuardException lost(JedisException why, boolean reads) {
    return reads
        ? new StoreUnavailableException("the connection to " + place + " was lost", why)
        : new OutcomeUnknownException("the connection to " + place + " was lost", why);
  }
}
