package io.webhookguard.store.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.webhookguard.api.error.ConfigurationException;
import io.webhookguard.api.error.StoreUnavailableException;
import io.webhookguard.api.store.Admission;
import io.webhookguard.testsupport.network.Ports;
import io.webhookguard.testsupport.servers.PrivateServer;
import io.webhookguard.testsupport.servers.RedisServer;
import io.webhookguard.testsupport.servers.TestCertificate;
import io.webhookguard.testsupport.stores.Fixture;
import java.nio.file.Path;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server that speaks TLS, with a certificate for {@code localhost} that nobody trusts. */
final class TlsTest {

  private static final String HOST = "localhost";

  @TempDir private static Path folder;

  private static TestCertificate certificate;
  private static PrivateServer<RedisServer> server;
  private static int port;

  @BeforeAll
  static void start() {
    certificate = TestCertificate.forHost(HOST, folder.resolve("certificate"));
    port = Ports.free();
    server = RedisServer.startPrivate(folder.resolve("server"), certificate.ofRedis(port));
    server.server().ask("ACL", "SETUSER", "guard", "on", ">right", "~*", "+@all");
  }

  @AfterAll
  static void end() {
    server.close();
  }

  private static RedisConfig at(String host, String options) {
    return RedisConfig.at("rediss://" + host + ":" + port + options)
        .user("guard")
        .password("right")
        .build();
  }

  private static RedisConfig trusting() {
    return at(HOST, "?ca=" + certificate.certificate());
  }

  private static void assertRefused(RedisConfig config, String message) {
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> RedisStore.open(config))
        .withMessageContaining(message);
  }

  @Test
  @DisplayName("with the file of who signed the certificate the store works")
  void trusted() {
    try (RedisStore store = RedisStore.open(trusting())) {
      assertThat(store.events().admit(List.of(Fixture.arrival("evt-1", ""))))
          .containsExactly(new Admission.Queued());
      assertThat(store.events().find(Fixture.key("evt-1"))).isPresent();
    }
  }

  @Test
  @DisplayName("without it the certificate is refused, with what to do")
  void untrusted() {
    assertRefused(at(HOST, ""), "its certificate is not trusted (");
    assertRefused(at(HOST, ""), "by ?ca=FILE");
  }

  @Test
  @DisplayName("a certificate for another host is refused although it is trusted")
  void otherHost() {
    assertRefused(
        at("127.0.0.1", "?ca=" + certificate.certificate()),
        "its certificate is for another host (No subject alternative names matching IP address");
  }

  @Test
  @DisplayName("a file of authorities that is none is named")
  void noAuthorities() {
    assertRefused(at(HOST, "?ca=/no/such/file"), "ca=/no/such/file of the Redis URL is no file");
    assertRefused(at(HOST, "?ca=" + certificate.key()), "is no file with certificates in PEM");
  }

  @Test
  @DisplayName("who trusts nobody by name trusts whom the JVM trusts, and shows what the JVM shows")
  void asTheJvmIsSetUp() throws NoSuchAlgorithmException {
    server.server().ask("CONFIG", "SET", "tls-auth-clients", "yes");
    SSLContext usual = SSLContext.getDefault();
    SSLContext.setDefault(certificate.context());
    try {
      RedisStore.open(at(HOST, "")).close();
      // Now and then the server is gone before its reason was read.
      Awaitility.await()
          .untilAsserted(
              () -> assertRefused(trusting(), "whether it asks for a certificate of the client's"));
    } finally {
      SSLContext.setDefault(usual);
      server.server().ask("CONFIG", "SET", "tls-auth-clients", "no");
    }
  }

  @Test
  @DisplayName("a server that ends while the sides come to terms is out of reach, not set up wrong")
  void endsMeanwhile() {
    server.pause();
    try {
      RedisConfig config =
          RedisConfig.at("rediss://" + HOST + ":" + port).timeout(Duration.ofMillis(100)).build();
      assertThatExceptionOfType(StoreUnavailableException.class)
          .isThrownBy(() -> RedisStore.open(config))
          .withMessageContaining("cannot be reached");
    } finally {
      server.resume();
    }
  }
}
