package io.webhookguard.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.webhookguard.api.store.DurabilityLevel;
import io.webhookguard.api.store.HeadOfLine;
import io.webhookguard.core.DuplicateCache;
import io.webhookguard.core.Settings;
import io.webhookguard.core.Source;
import io.webhookguard.core.handler.FlowPolicy;
import io.webhookguard.core.handler.InDoubt;
import io.webhookguard.core.handler.RunPolicy;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigFileTest {

  private static final Map<String, String> ENVIRONMENT =
      Map.of("STRIPE_SECRET", "whsec_0123456789abcdef", "EMPTY", "");

  private static final String SMALLEST =
      """
      sources:
        stripe-live:
          adapter: stripe
          secrets: ["${STRIPE_SECRET}"]
          forward: {url: "http://127.0.0.1:3000/hooks"}
      """;

  private static final String EVERY_KEY =
      """
      server:
        port: 0
        bind: 0.0.0.0
        admin: {port: 0, bind: 127.0.0.2}
        max-body: 512KiB
        drain: 5s
      store:
        url: sqlite:/var/guard/events.db
        user: guard
        password: "${NOT_SET:-}"
        minimum: VOLATILE
        lease: 10s
        dedup-horizon: 60d
        payload-retention: 7d
        ledger-retention: 0
        migrate: false
      ledger: {duplicates: buffered}
      poll: 200ms
      workers: 4
      intake-queue: 512
      sources:
        one:
          adapter: stripe
          secrets: ["${STRIPE_SECRET}", "${EMPTY}", "${NOT_SET:-whsec_aaaaaaaaaaaaaaaa}"]
          tolerance: 60s
          lane: header:X-Lane
          mode: inline
          ack-budget: 2s
          bind: {account: acct_1, livemode: false}
          duplicate-status: 409
          conflict: refuse
          replay-window: flag
          options: {}
          forward: {url: "https://example.org/hooks?x=1", timeout: 10s, secret: "${EMPTY}"}
          retry: {for: 1h, attempts: 5, first: 100ms, factor: 1.5, max: 10s, jitter: 0}
          remote-key-ttl: 24h
          in-doubt: park
          head-of-line: skip-dead
          redelivery: ignore
          rate: 2.5
          circuit-breaker: {failure-rate: 25, window: 20, open-for: 1m}
      """;

  private static GatewayConfig parse(String text) throws InvalidConfigException {
    return ConfigFile.parse("guard.yaml", text, ENVIRONMENT, ConfigFile.Purpose.SERVE);
  }

  private static List<String> problemsOf(String text) {
    try {
      parse(text);
      return List.of();
    } catch (InvalidConfigException e) {
      return e.lines();
    }
  }

  @Test
  @DisplayName("what the file does not say is as documented")
  void defaults() throws Exception {
    GatewayConfig config = parse(SMALLEST);

    assertThat(config.server())
        .isEqualTo(
            new ServerConfig(
                "127.0.0.1", 8080, "127.0.0.1", 8081, 1024 * 1024, Duration.ofSeconds(20)));
    assertThat(config.store().place()).isEqualTo(new StorePlace.SqliteFile(Path.of("./guard.db")));
    assertThat(config.store().minimum()).isEqualTo(DurabilityLevel.DURABLE);
    assertThat(config.store().migrate()).isTrue();
    assertThat(config.settings()).isEqualTo(Settings.DEFAULT);
    SourceConfig source = config.source("stripe-live").orElseThrow();
    assertThat(source.policy()).isEqualTo(RunPolicy.DEFAULT);
    assertThat(source.flow()).isEqualTo(FlowPolicy.NONE.withBreaker(FlowPolicy.Breaker.DEFAULT));
    assertThat(source.adapter().lane()).isEqualTo("data.object.customer");
    assertThat(source.adapter().tolerance()).isEqualTo(Duration.ofMinutes(5));
    assertThat(source.answer().mode()).isEqualTo(Source.Mode.DEFERRED);
    assertThat(source.answer().ackBudget()).isEqualTo(Duration.ofSeconds(5));
    assertThat(source.forward())
        .isEqualTo(
            new ForwardConfig(URI.create("http://127.0.0.1:3000/hooks"), Duration.ofSeconds(30)));
  }

  @Test
  @DisplayName("every key that is available is read")
  void everyKey() throws Exception {
    GatewayConfig config = parse(EVERY_KEY);

    assertThat(config.server())
        .isEqualTo(
            new ServerConfig("0.0.0.0", 0, "127.0.0.2", 0, 512 * 1024, Duration.ofSeconds(5)));
    assertThat(config.store().migrate()).isFalse();
    assertThat(config.store().minimum()).isEqualTo(DurabilityLevel.VOLATILE);
    assertThat(config.settings())
        .isEqualTo(
            new Settings(
                Duration.ofSeconds(10),
                Duration.ofMillis(200),
                4,
                Duration.ofDays(60),
                Duration.ofDays(7),
                512,
                DuplicateCache.DEFAULT));
    SourceConfig source = config.source("one").orElseThrow();
    assertThat(source.secrets().orElseThrow().all()).hasSize(2);
    assertThat(source.adapter().account()).contains("acct_1");
    assertThat(source.adapter().livemode()).contains(false);
    assertThat(source.answer())
        .isEqualTo(
            new AnswerConfig(
                Source.Mode.INLINE,
                Duration.ofSeconds(2),
                409,
                Source.ConflictPolicy.REFUSE,
                Source.Redelivery.IGNORE));
    assertThat(source.policy().inDoubt()).isEqualTo(InDoubt.PARK);
    assertThat(source.policy().headOfLine()).isEqualTo(HeadOfLine.SKIP_DEAD);
    assertThat(source.policy().remoteKeyTtl()).isEqualTo(Duration.ofHours(24));
    assertThat(source.policy().retry().attempts()).isEqualTo(5);
    assertThat(source.policy().retry().factor()).isEqualTo(1.5);
    assertThat(source.flow())
        .isEqualTo(
            FlowPolicy.NONE
                .withPerSecond(2.5)
                .withBreaker(new FlowPolicy.Breaker(25, 20, Duration.ofMinutes(1))));
  }

  @Test
  @DisplayName("a store in memory is what it is, unless the file asks for more")
  void memoryNeedsNoDurability() throws Exception {
    assertThat(parse("store: {url: 'memory:'}\n" + SMALLEST).store().minimum())
        .isEqualTo(DurabilityLevel.VOLATILE);
    assertThat(parse("store: {url: 'memory:', minimum: DURABLE}\n" + SMALLEST).store().minimum())
        .isEqualTo(DurabilityLevel.DURABLE);
  }

  static Stream<Arguments> wrong() {
    return Stream.of(
        Arguments.of("", "guard.yaml: is empty"),
        Arguments.of("- a", "guard.yaml:1: holds keys and values"),
        Arguments.of("a: [", "guard.yaml:1: this is not valid YAML"),
        Arguments.of("a: b\n c: d", "guard.yaml:2: this is not valid YAML"),
        Arguments.of("workers: 4", "guard.yaml:1: sources: is missing"),
        Arguments.of("sources:", "guard.yaml:1: sources: has no value"),
        Arguments.of("sources: {}", "guard.yaml:1: sources: holds 1 to 200 sources"),
        Arguments.of("sources: {Stripe: {}}", "guard.yaml:1: sources.Stripe: the name of a source"),
        with("workerz: 4", "guard.yaml:6: workerz: unknown key; did you mean workers?"),
        with("colour: red", "guard.yaml:6: colour: unknown key; known here are"),
        with("server: {prt: 1}", "guard.yaml:6: server.prt: unknown key; did you mean port?"),
        with("workers: 0", "guard.yaml:6: workers: \"0\" is not a whole number from 1 to 1000"),
        with(
            "intake-queue: 0",
            "guard.yaml:6: intake-queue: \"0\" is not a whole number from 1 to 100000"),
        with("workers: [1]", "guard.yaml:6: workers: is a single value"),
        with("workers: 1\nworkers: 2", "guard.yaml:7: workers: stands here twice"),
        with("poll: 1 s", "guard.yaml:6: poll: \"1 s\" is not a duration: write it like"),
        with("poll: 60s", "guard.yaml:6: poll: poll is at least"),
        with("server: {max-body: 1MB}", "guard.yaml:6: server.max-body: \"1MB\" is not a size"),
        with("server: {max-body: 33MiB}", "guard.yaml:6: server.max-body: \"33MiB\""),
        with("server: {port: 65536}", "guard.yaml:6: server.port: \"65536\""),
        with("server: {port: 8081}", "guard.yaml:6: server.port: 8081 is the admin port too"),
        with("server: {port: \"${NOPE}\"}", "server.port: the environment variable NOPE is not"),
        with("store: {minimum: GREAT}", "store.minimum: \"GREAT\" is none of volatile, "),
        with("store: {url: \"file:x\"}", "store.url: is no store that is known here"),
        with("store: {url: \"sqlite:\"}", "store.url: names no file"),
        with("store: {url: \"postgresql://h/db\"}", "write sqlite:FILE, jdbc:postgresql://"),
        with("store: {url: \"postgres://h/db\"}", "write sqlite:FILE, jdbc:postgresql://"),
        with("store: {url: \"jdbc:postgresql:db\"}", "store.url: names no host and database"),
        with("store: {url: \"jdbc:postgresql://h\"}", "store.url: names no host and database"),
        with("store: {url: \"mysql://h/db\"}", "lacks its beginning: write sqlite:FILE, jdbc:"),
        with("store: {url: \"jdbc:mysql://h\"}", "store.url: names no host and database"),
        with("store: {url: \"jdbc:mysql:loadbalance://h/db\"}", "write jdbc:mysql://HOST:PORT/"),
        with("store: {url: \"jdbc:mysql://(host=h)/db\"}", "write jdbc:mysql://HOST:PORT/"),
        with("store: {url: \"redis://u:p@h\"}", "store.url: holds a user or a password"),
        with("store: {url: \"redis://h/x\"}", "store.url: a Redis URL is redis://HOST:PORT"),
        with("store: {url: \"redis://h?tls=yes\"}", "store.url: a Redis URL is redis://HOST:PORT"),
        with("store: {user: root}", "store.user: belongs to stores on a server"),
        with("store: {password: x}", "store.password: belongs to stores on a server"),
        with("store: {password: \"${NOT_SET}\"}", "store.password: belongs to stores on a server"),
        with("store: {url: 'memory:', user: root}", "store.user: belongs to stores on a server"),
        with("store: {migrate: maybe}", "store.migrate: \"maybe\" is neither true nor false"),
        with("store: {dedup-horizon: 1d}", "dedup-horizon"),
        source("adapter: stripe", "adapter: strip", "adapter: is no adapter that is known here"),
        source("adapter: stripe", "retries: 3", "adapter: is missing"),
        source("${STRIPE_SECRET}", "${NOPE}", "secrets[0]: the environment variable NOPE is not"),
        source("${STRIPE_SECRET}", "${EMPTY}", "secrets: all of them are empty"),
        source("${STRIPE_SECRET}", "short", "secrets: a secret has at least 16 bytes"),
        source("secrets:", "secret:", "secrets: is missing: what is not signed is not received"),
        source("forward:", "fwd:", "forward: is missing"),
        source("http://", "ftp://", "forward.url: is no http:// or https:// URL"),
        source("127.0.0.1:3000/hooks", "", "forward.url: is no http:// or https:// URL"),
        source("http://", "http://me:secret@", "forward.url: is no http:// or https:// URL"),
        more("tolerance: 0", "tolerance: tolerance is 30 to 900 whole seconds"),
        more("lane: \"header:\"", "lane: a lane from a header is"),
        more("bind: {account: \"\"}", "bind.account: bind.account is an account"),
        more("bind: {livemode: 1}", "bind.livemode: \"1\" is neither true nor false"),
        more("mode: sync", "mode: \"sync\" is none of deferred, inline"),
        more("duplicate-status: 301", "duplicate-status: is 200 to 299, or 409"),
        more("retry: {factor: 0.5}", "retry: the factor of retries is 1 to 1000"),
        more("retry: {tries: 5}", "retry.tries: unknown key"),
        more("rate: -1", "rate: the attempts in a second are 0.001 to 1000000"),
        more("circuit-breaker: {failure-rate: 0}", "circuit-breaker: the failure rate of a"),
        more("circuit-breaker: {open-for: 2d}", "circuit-breaker: a breaker is open for 1 ms"),
        more("circuit-breaker: {window: 0}", "circuit-breaker.window: "),
        more("ack-budget: 10m", "ack-budget: is at most 50s"));
  }

  static Stream<Arguments> notBuiltYet() {
    return Stream.of(
        with("store: {ledger-retention: 30d}", "store.ledger-retention: "),
        with("ledger: {duplicates: sync}", "ledger.duplicates: "),
        with("server: {admin: {tokens: {ops: x}}}", "server.admin.tokens: "),
        source("adapter: stripe", "adapter: shopify", "adapter: shopify is "),
        source("adapter: stripe", "adapter: hmac", "adapter: hmac is "),
        more("replay-window: reject", "replay-window: "),
        more("options: {public-url: x}", "options: "),
        more("bind: {shop: x}", "bind.shop: "),
        source("/hooks\"", "/hooks\", secret: whsec_abc", "forward.secret: "),
        source(
            "{url: \"http://127.0.0.1:3000/hooks\"}",
            "[{name: a, url: \"http://127.0.0.1:3000/hooks\"}]",
            "forward: several destinations are "));
  }

  private static Arguments with(String lines, String expected) {
    return Arguments.of(SMALLEST + lines + "\n", expected);
  }

  private static Arguments more(String line, String expected) {
    return Arguments.of(SMALLEST + "    " + line + "\n", "sources.stripe-live." + expected);
  }

  private static Arguments source(String old, String replacement, String expected) {
    return Arguments.of(SMALLEST.replace(old, replacement), "sources.stripe-live." + expected);
  }

  @ParameterizedTest(name = "{1}")
  @MethodSource("wrong")
  @DisplayName("what is wrong is told in a line that names the place")
  void wrongFile(String text, String expected) {
    assertThat(problemsOf(text))
        .isNotEmpty()
        .allMatch(line -> line.startsWith("guard.yaml:"))
        .allMatch(line -> line.lines().count() == 1)
        .anyMatch(line -> line.contains(expected));
  }

  @ParameterizedTest(name = "{1}")
  @MethodSource("notBuiltYet")
  @DisplayName("what is not built yet is refused as not available in this version")
  void laterFeature(String text, String expected) {
    assertThat(problemsOf(text))
        .hasSize(1)
        .allMatch(line -> line.contains(expected))
        .allMatch(line -> line.contains("not available in this version"));
  }

  @Test
  @DisplayName("all problems show at once")
  void allProblems() {
    assertThat(problemsOf("workers: x\npoll: y\nserver: {port: z}\n" + SMALLEST)).hasSize(3);
  }

  static Stream<Arguments> databases() {
    BiFunction<String, Login, StorePlace> postgres = StorePlace.PostgresDatabase::new;
    BiFunction<String, Login, StorePlace> mysql = StorePlace.MysqlDatabase::new;
    BiFunction<String, Login, StorePlace> redis = StorePlace.RedisServers::new;
    return Stream.of(
        Arguments.of("rediss://r1:6379,r2/0?master=main&partitions=64", redis),
        Arguments.of("redis://r1", redis),
        Arguments.of("jdbc:postgresql://db1:5432,db2/guard?sslmode=verify-full", postgres),
        Arguments.of("jdbc:mysql://db1:3306,db2/guard?sslMode=VERIFY_IDENTITY", mysql));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("databases")
  @DisplayName("a database on a server is named by its URL, with the user and the password apart")
  void database(String url, BiFunction<String, Login, StorePlace> kind) throws Exception {
    StoreConfig store =
        parse(
                "store: {url: '%s', user: guard, password: '${STRIPE_SECRET}'}\n".formatted(url)
                    + SMALLEST)
            .store();

    assertThat(store.place())
        .isEqualTo(
            kind.apply(
                url, new Login(Optional.of("guard"), Optional.of("whsec_0123456789abcdef"))));
    assertThat(store.minimum()).isEqualTo(DurabilityLevel.DURABLE);
    assertThat(store.toString()).doesNotContain("whsec");
  }

  @Test
  @DisplayName("an empty user and password are none, so that a variable may be missing")
  void emptyLogin() throws Exception {
    StoreConfig store =
        parse(
                "store: {url: 'jdbc:postgresql://h/db', user: '', password: '${NOT_SET:-}'}\n"
                    + SMALLEST)
            .store();

    assertThat(store.place())
        .isEqualTo(
            new StorePlace.PostgresDatabase(
                "jdbc:postgresql://h/db", new Login(Optional.empty(), Optional.empty())));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "jdbc:postgresql://me:hidden@h/db",
        "jdbc:postgresql://h/db?password=hidden",
        "jdbc:postgresql://h/db?sslmode=require&password=hidden",
        "postgresql://me:hidden@h/db",
        "mysql://me:hidden@h/db",
        "jdbc:mysql://me:hidden@h/db",
        "jdbc:mysql://h1,me:hidden@h2/db",
        "jdbc:mysql://h/db?sslMode=REQUIRED&Password=hidden",
        "jdbc:mysql://h/db?password1=hidden",
        "jdbc:mysql://address=(host=h)(password=hidden)/db",
        "jdbc:mysql://(host=h,user=me,password=hidden)/db"
      })
  @DisplayName("a password in a URL is refused and not repeated")
  void passwordInUrl(String url) {
    assertThat(problemsOf("store: {user: me, url: '" + url + "'}\n" + SMALLEST))
        .hasSize(1)
        .allMatch(line -> line.startsWith("guard.yaml:1: store.url: "))
        .noneMatch(line -> line.contains("hidden"));
  }

  @Test
  @DisplayName("no secret is quoted in a problem")
  void noSecretInProblems() {
    String text =
        SMALLEST.replace("${STRIPE_SECRET}", "whsec with space")
            + "workers: \"${STRIPE_SECRET}\"\n";

    assertThat(problemsOf(text)).hasSize(2).noneMatch(line -> line.contains("whsec"));
  }

  @Test
  @DisplayName("a variable's text cannot change the structure of the file")
  void variablesAreValues() throws Exception {
    Map<String, String> environment =
        Map.of("STRIPE_SECRET", "whsec_0123456789abcdef", "LANE", "a: b\n${STRIPE_SECRET}");

    assertThatThrownBy(
            () ->
                ConfigFile.parse(
                    "guard.yaml",
                    SMALLEST + "    lane: ${LANE}\n",
                    environment,
                    ConfigFile.Purpose.SERVE))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessageContaining("stripe-live.lane");
  }

  @Test
  @DisplayName("whoever only looks at the store needs no secrets")
  void inspectNeedsNoSecrets() throws Exception {
    GatewayConfig config =
        ConfigFile.parse("guard.yaml", SMALLEST, Map.of(), ConfigFile.Purpose.INSPECT);

    assertThat(config.source("stripe-live").orElseThrow().secrets()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"jdbc:postgresql://db/guard", "jdbc:mysql://db/guard"})
  @DisplayName("whoever opens no store needs no login of it; whoever opens it does")
  void describingNeedsNoLogin(String url) throws Exception {
    String text =
        "store: {url: \"%s\", user: \"${DB_USER}\", password: \"${DB_PASSWORD}\"}\n%s"
            .formatted(url, SMALLEST);

    assertThat(
            ConfigFile.parse("guard.yaml", text, Map.of(), ConfigFile.Purpose.DESCRIBE).sources())
        .hasSize(1);
    assertThatThrownBy(
            () -> ConfigFile.parse("guard.yaml", text, Map.of(), ConfigFile.Purpose.INSPECT))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessageContaining("store.password");
  }

  @Test
  @DisplayName("a file that cannot be read is told in a line")
  void unreadableFile(@TempDir Path folder) throws Exception {
    Path binary = Files.write(folder.resolve("binary"), new byte[] {(byte) 0xff, 0});

    assertThat(readProblem(folder.resolve("none"))).contains("there is no such file");
    assertThat(readProblem(folder)).contains("it is a folder");
    assertThat(readProblem(binary)).contains("is not UTF-8 text");
  }

  private static String readProblem(Path file) {
    try {
      ConfigFile.read(file, ENVIRONMENT, ConfigFile.Purpose.SERVE);
      return "no problem";
    } catch (InvalidConfigException e) {
      return String.join("\n", e.lines());
    }
  }
}
