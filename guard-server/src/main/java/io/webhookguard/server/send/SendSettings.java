package io.webhookguard.server.send;

import io.webhookguard.api.error.ConfigurationException;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;

/**
 * Where and how events are sent.
 *
 * @param url where to
 * @param connections how many deliveries are under way at once
 * @param timeout how long the answer to a request may take
 * @param retryFor how long a delivery that was not acknowledged is sent again, counted from its
 *     first request; zero for not at all
 * @param laneOrder whether an event waits until the one before it in its lane was acknowledged
 */
public record SendSettings(
    URI url, int connections, Duration timeout, Duration retryFor, boolean laneOrder) {

  /** The most deliveries at once. */
  public static final int MAX_CONNECTIONS = 1_000;

  private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(30);

  public SendSettings {
    if (!isHttp(url)) {
      throw new ConfigurationException("the url starts with http:// or https://, got " + url);
    }
    if (connections < 1 || connections > MAX_CONNECTIONS) {
      throw new ConfigurationException(
          "concurrency is 1 to " + MAX_CONNECTIONS + ", got " + connections);
    }
    if (timeout.isNegative() || timeout.isZero() || retryFor.isNegative()) {
      throw new ConfigurationException(
          "the timeout is above zero and the retry time not below it, got "
              + timeout
              + " and "
              + retryFor);
    }
  }

  private static boolean isHttp(URI url) {
    String scheme = String.valueOf(url.getScheme()).toLowerCase(Locale.ROOT);
    return url.getHost() != null && (scheme.equals("http") || scheme.equals("https"));
  }

  /** One delivery at a time, in lane order, without retries. */
  public static SendSettings to(URI url) {
    return new SendSettings(url, 1, DEFAULT_TIMEOUT, Duration.ZERO, true);
  }

  /** These settings with so many deliveries at once. */
  public SendSettings withConnections(int wanted) {
    return new SendSettings(url, wanted, timeout, retryFor, laneOrder);
  }

  /** These settings with retries for so long. */
  public SendSettings withRetryFor(Duration wanted) {
    return new SendSettings(url, connections, timeout, wanted, laneOrder);
  }

  /** These settings with another timeout. */
  public SendSettings withTimeout(Duration wanted) {
    return new SendSettings(url, connections, wanted, retryFor, laneOrder);
  }

  /** These settings with or without waiting for the lane. */
  public SendSettings withLaneOrder(boolean wanted) {
    return new SendSettings(url, connections, timeout, retryFor, wanted);
  }
}
