package io.webhookguard.store.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.webhookguard.api.error.ConfigurationException;
import io.webhookguard.api.error.GuardException;
import io.webhookguard.api.error.OutcomeUnknownException;
import io.webhookguard.api.error.StoreUnavailableException;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;

/** What servers say that the tests' own one does not say, or not each time. */
final class FaultsTest {

  private final Faults faults = new Faults("Redis at h:1");

  static Stream<Arguments> atTheDoor() {
    return Stream.of(
        Arguments.of(
            "ERR max number of clients reached",
            StoreUnavailableException.class,
            "Redis at h:1 takes no connection: ERR max number of clients reached"),
        Arguments.of(
            "DENIED Redis is running in protected mode because protected mode is enabled",
            ConfigurationException.class,
            "Redis at h:1 refused (DENIED): it is protected from other machines: give it a"
                + " password"));
  }

  @ParameterizedTest
  @MethodSource
  void atTheDoor(String said, Class<? extends GuardException> kind, String told) {
    JedisDataException error = new JedisDataException(said);
    assertThat(faults.notConnected(new JedisConnectionException("from the pool", error)))
        .isInstanceOf(kind)
        .hasMessage(told);
  }

  /** Redis 7.2 and newer; the tests' own server words it otherwise. */
  @Test
  void rightThatIsMissingInAScript() {
    JedisDataException error =
        new JedisDataException(
            "NOPERM ACL failure in script: User guard has no permissions to run the 'xadd' command"
                + " script: 9f3c, on @user_script:7.");
    assertThat(faults.failed(error, false))
        .isInstanceOf(OutcomeUnknownException.class)
        .hasMessageContaining("broke a script off: the user lacks a right");
    assertThat(faults.failed(error, true)).isInstanceOf(ConfigurationException.class);
  }

  @Test
  void errorThatNobodyKnows() {
    assertThat(faults.failed(new JedisDataException("ERR something new"), false))
        .isInstanceOf(OutcomeUnknownException.class);
  }

  static Stream<Arguments> talksOfTls() {
    return Stream.of(
        Arguments.of(
            new SSLException("Unsupported or unrecognized SSL message"),
            ConfigurationException.class),
        Arguments.of(
            new SSLHandshakeException("Received fatal alert: protocol_version"),
            ConfigurationException.class),
        Arguments.of(
            causedBy(
                new SSLHandshakeException("Remote host terminated the handshake"),
                new EOFException()),
            StoreUnavailableException.class),
        Arguments.of(
            causedBy(new SSLException("Connection reset"), new SocketException("reset")),
            StoreUnavailableException.class),
        Arguments.of(new SocketException("reset"), StoreUnavailableException.class));
  }

  private static SSLException causedBy(SSLException failure, IOException cause) {
    failure.initCause(cause);
    return failure;
  }

  /** Only what a person must put right is a matter of the configuration. */
  @ParameterizedTest
  @MethodSource
  void talksOfTls(IOException why, Class<? extends GuardException> kind) {
    assertThat(faults.notConnected(new JedisConnectionException("as always", why)))
        .isInstanceOf(kind);
  }
}
