package io.webhookguard.store.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.webhookguard.api.error.ConfigurationException;
import io.webhookguard.api.error.GuardException;
import io.webhookguard.api.error.OutcomeUnknownException;
import io.webhookguard.api.error.StoreUnavailableException;
import io.webhookguard.api.store.Admission;
import io.webhookguard.testsupport.network.Ports;
import io.webhookguard.testsupport.servers.PrivateServer;
import io.webhookguard.testsupport.servers.RedisServer;
import io.webhookguard.testsupport.stores.Fixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A server falls ill under an open store and gets well again. Meanwhile each call ends in its named
 * exception; afterwards the store works on, and what was said not to have happened has not.
 */
final class SickServerTest {

  private static final Class<StoreUnavailableException> UNAVAILABLE =
      StoreUnavailableException.class;

  @TempDir private static Path folder;

  private static PrivateServer<RedisServer> process;
  private static RedisServer server;

  private final Overlong overlong = new Overlong();
  private RedisStore store;
  private String prefix = "";

  @BeforeAll
  static void start() {
    process =
        RedisServer.startPrivate(
            folder,
            Map.of(
                "enable-debug-command", "yes",
                "rdbcompression", "no",
                "loading-process-events-interval-bytes", "1024"));
    server = process.server();
  }

  @AfterAll
  static void end() {
    process.close();
  }

  /** One connection, so that what a fault does to connections is over with one call. */
  private RedisConfig.Builder config() {
    return RedisConfig.at("redis://" + server.host() + ":" + server.port())
        .prefix(new KeyPrefix(prefix))
        .user("guard")
        .password("right")
        .connections(1);
  }

  @BeforeEach
  void open() {
    prefix = "sick" + UUID.randomUUID().toString().substring(0, 8) + ":";
    server.ask("ACL", "SETUSER", "guard", "reset", "on", ">right", "~*", "+@all");
    store = RedisStore.open(config().build(), overlong::around);
    assertThat(admit("evt-before")).isEqualTo(new Admission.Queued());
  }

  @AfterEach
  void close() {
    store.close();
    server.ask("REPLICAOF", "NO", "ONE");
    server.ask("CONFIG", "SET", "busy-reply-threshold", "5000", "key-load-delay", "0");
  }

  private Admission admit(String id) {
    return store.events().admit(List.of(Fixture.arrival(id, ""))).get(0);
  }

  private void find() {
    assertThat(store.events().find(Fixture.key("evt-before"))).isPresent();
  }

  private static void assertRefused(
      ThrowingCallable call, Class<? extends GuardException> kind, String message) {
    assertThatExceptionOfType(kind).isThrownBy(call).withMessageContaining(message);
  }

  /** A sick server did nothing of the call, and a well one does it as if for the first time. */
  private void assertRefusesWrites(String message) {
    assertRefused(() -> admit("evt-1"), UNAVAILABLE, message);
  }

  private void assertIsWell() {
    assertThat(admit("evt-1")).isEqualTo(new Admission.Queued());
    find();
  }

  @Test
  @DisplayName("a server that loads its data refuses everything, also to open a store on it")
  void loading() throws InterruptedException {
    server.ask("DEBUG", "POPULATE", "1000", "filler", "1024");
    server.ask("CONFIG", "SET", "key-load-delay", "10000");
    Thread reload = new Thread(() -> server.ask("DEBUG", "RELOAD"));
    reload.start();
    awaitRefusal("LOADING");
    assertRefusesWrites("it is still reading its data");
    assertRefused(() -> RedisStore.open(config().build()), UNAVAILABLE, "LOADING");
    server.ask("CONFIG", "SET", "key-load-delay", "0");
    reload.join();
    assertIsWell();
  }

  @Test
  @DisplayName("a server that runs somebody's endless script refuses everything")
  void busy() throws InterruptedException {
    server.ask("CONFIG", "SET", "busy-reply-threshold", "1");
    Thread endless = new Thread(() -> talkInVain("EVAL", Overlong.SCRIPT, "0"));
    endless.start();
    awaitRefusal("BUSY");
    assertRefusesWrites("a script of somebody's runs for too long");
    assertRefused(() -> RedisStore.open(config().build()), UNAVAILABLE, "BUSY");
    server.ask("SCRIPT", "KILL");
    endless.join();
    assertIsWell();
  }

  @Test
  @DisplayName("a call whose own script is killed has done nothing")
  void killedScript() throws InterruptedException {
    server.ask("CONFIG", "SET", "busy-reply-threshold", "1");
    overlong.next();
    Thread caller = new Thread(() -> assertRefusesWrites("the call's script was killed"));
    List<Throwable> failures = new CopyOnWriteArrayList<>();
    caller.setUncaughtExceptionHandler((thread, failure) -> failures.add(failure));
    caller.start();
    Awaitility.await().ignoreExceptions().until(() -> !server.ask("SCRIPT", "KILL").isEmpty());
    caller.join();
    assertThat(failures).isEmpty();
    assertIsWell();
  }

  @Test
  @DisplayName("a server that became a replica refuses writes, and no store is opened on it")
  void becameReplica() {
    follow();
    assertRefusesWrites("point the guard at the master");
    find();
    assertRefused(
        () -> RedisStore.open(config().build()), ConfigurationException.class, "is a replica");
    server.ask("REPLICAOF", "NO", "ONE");
    assertIsWell();
  }

  @Test
  @DisplayName("a replica without its master that tells nothing stale refuses everything")
  void lostMaster() {
    server.ask("CONFIG", "SET", "replica-serve-stale-data", "no");
    follow();
    assertRefusesWrites("point the guard at the master");
    assertRefused(this::find, UNAVAILABLE, "it is a replica that has lost its master");
    server.ask("REPLICAOF", "NO", "ONE");
    server.ask("CONFIG", "SET", "replica-serve-stale-data", "yes");
    assertIsWell();
  }

  private static void follow() {
    server.ask("REPLICAOF", "127.0.0.1", Integer.toString(Ports.free()));
  }

  @Test
  @DisplayName("a server that wants more replicas than there are refuses writes and tells the rest")
  void tooFewReplicas() {
    server.ask("CONFIG", "SET", "min-replicas-to-write", "1");
    assertRefusesWrites("fewer replicas are there than min-replicas-to-write asks for");
    find();
    server.ask("CONFIG", "SET", "min-replicas-to-write", "0");
    assertIsWell();
  }

  @Test
  @DisplayName("a server that cannot write its snapshot refuses writes and tells the rest")
  void noSnapshot() throws IOException {
    Path inTheWay = folder.resolve("data/dump.rdb");
    Files.deleteIfExists(inTheWay);
    Files.createDirectory(inTheWay);
    server.ask("CONFIG", "SET", "save", "3600 1000000");
    snapshot("err");
    assertRefusesWrites("it cannot write its files; look at its log");
    find();
    Files.delete(inTheWay);
    snapshot("ok");
    server.ask("CONFIG", "SET", "save", "");
    assertIsWell();
  }

  private static void snapshot(String end) {
    server.ask("BGSAVE");
    Awaitility.await()
        .until(() -> end.equals(server.info("persistence").get("rdb_last_bgsave_status")));
  }

  @Test
  @DisplayName("a password that was changed is told as one")
  void otherPassword() {
    server.ask("ACL", "SETUSER", "guard", "resetpass", ">other");
    server.ask("CLIENT", "KILL", "USER", "guard");
    assertRefused(this::find, UNAVAILABLE, "was lost");
    assertRefused(() -> admit("evt-1"), ConfigurationException.class, "user or password is wrong");
    server.ask("ACL", "SETUSER", "guard", ">right");
    assertIsWell();
  }

  @Test
  @DisplayName("a right to run scripts that was taken away is told as one")
  void noScripts() {
    server.ask("ACL", "SETUSER", "guard", "-evalsha");
    assertRefused(() -> admit("evt-1"), ConfigurationException.class, "lacks a right");
    server.ask("ACL", "SETUSER", "guard", "+evalsha");
    assertIsWell();
  }

  @Test
  @DisplayName("a right that was taken from scripts leaves writes in doubt, and reads not")
  void lessInScripts() {
    server.ask("ACL", "SETUSER", "guard", "-xadd");
    assertRefused(
        () -> admit("evt-1"), OutcomeUnknownException.class, "broke a script off: the user lacks");
    server.ask("ACL", "SETUSER", "guard", "-hget");
    assertRefused(this::find, ConfigurationException.class, "broke a script off: the user lacks");
    server.ask("ACL", "SETUSER", "guard", "+@all");
    find();
    assertThat(admit("evt-2")).isEqualTo(new Admission.Queued());
  }

  @Test
  @DisplayName("no store is opened whose scripts would be broken off for want of rights")
  void tooFewRights() {
    server.ask("ACL", "SETUSER", "guard", "-xadd", "-zrangebylex");
    assertRefused(
        () -> RedisStore.open(config().build()),
        ConfigurationException.class,
        "does not let the user run +xadd +zrangebylex");
  }

  private void awaitRefusal(String word) {
    Awaitility.await()
        .untilAsserted(() -> assertRefused(this::find, UNAVAILABLE, "refused (" + word + ")"));
  }

  /** Says something whose answer is an error. */
  private static void talkInVain(String... words) {
    assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> server.ask(words));
  }
}
