package io.webhookguard.server.demo;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The configuration of a gateway with one Stripe source on an SQLite file. Immutable: each setter
 * returns a copy.
 *
 * @param database the SQLite file
 * @param port where webhooks come in
 * @param forward where events go
 * @param lease how long a claim is good for, as it stands in the file
 * @param workers how many attempts run at once
 * @param inDoubt {@code retry} or {@code park}
 */
public record GatewayFile(
    Path database, int port, URI forward, String lease, int workers, String inDoubt) {

  /** The source's name. */
  public static final String SOURCE = "stripe-demo";

  /** What the source's provider signs with. It guards nothing but invented events. */
  public static final String SECRET = "whsec_of_the_demo_guards_nothing_real";

  /** A gateway on this file and a port that is free now, with a lease of 3 s. */
  public static GatewayFile on(Path database, URI forward) throws IOException {
    return new GatewayFile(database, GatewayProcess.freePort(), forward, "3s", 8, "retry");
  }

  /** This configuration with another lease. */
  public GatewayFile withLease(String wanted) {
    return new GatewayFile(database, port, forward, wanted, workers, inDoubt);
  }

  /** This configuration with another number of workers. */
  public GatewayFile withWorkers(int wanted) {
    return new GatewayFile(database, port, forward, lease, wanted, inDoubt);
  }

  /** This configuration with another policy for attempts of unknown outcome. */
  public GatewayFile withInDoubt(String policy) {
    return new GatewayFile(database, port, forward, lease, workers, policy);
  }

  /** This configuration on another port. */
  public GatewayFile withPort(int wanted) {
    return new GatewayFile(database, wanted, forward, lease, workers, inDoubt);
  }

  /** Writes the file. */
  public Path write(Path file) throws IOException {
    return Files.writeString(file, text());
  }

  /** The text of the file. */
  public String text() {
    return """
        server:
          port: %d
          admin: {port: 0}
          drain: 10s
        store:
          url: "sqlite:%s"
          lease: %s
        poll: 200ms
        workers: %d
        sources:
          %s:
            adapter: stripe
            secrets: ["%s"]
            lane: data.object.customer
            in-doubt: %s
            retry: {first: 200ms, max: 1s}
            forward: {url: "%s", timeout: 30s}
        """
        .formatted(port, database, lease, workers, SOURCE, SECRET, inDoubt, forward);
  }

  /** Where the gateway takes the source's webhooks. */
  public URI intake() {
    return URI.create("http://127.0.0.1:" + port + "/in/" + SOURCE);
  }
}
