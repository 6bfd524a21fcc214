package io.webhookguard.server.http;

import java.time.Duration;
import org.eclipse.jetty.http.HttpCompliance;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** One port with a handler behind it. */
final class HttpListener {

  private static final int FEWEST_THREADS = 4;

  private final Port port;
  private final Server server;
  private final ServerConnector connector;

  HttpListener(String name, Port port, HttpLimits limits, Handler handler) {
    this.port = port;
    QueuedThreadPool threads =
        new QueuedThreadPool(limits.threads(), Math.min(FEWEST_THREADS, limits.threads()));
    threads.setName(name);
    threads.setDaemon(true);
    this.server = new Server(threads);
    this.connector =
        new ServerConnector(server, 1, 1, new HttpConnectionFactory(configuration(limits)));
    connector.setIdleTimeout(limits.idleTimeout().toMillis());
    server.addConnector(connector);
    server.addBean(new NetworkConnectionLimit(limits.maxConnections(), connector));
    SlowSenders slowSenders = new SlowSenders(handler, limits.headerDeadline());
    connector.addBean(slowSenders, false);
    server.setHandler(new GracefulHandler(slowSenders));
    server.setErrorHandler(new JsonErrors());
    server.setStopAtShutdown(false);
  }

  private static HttpConfiguration configuration(HttpLimits limits) {
    HttpConfiguration http = new HttpConfiguration();
    http.setSendServerVersion(false);
    http.setSendXPoweredBy(false);
    http.setRequestHeaderSize(limits.maxHeaderBytes());
    http.setHttpCompliance(HttpCompliance.RFC9110);
    return http;
  }

  /** Serves the port. */
  void start() throws Exception {
    connector.open(port.channel());
    server.start();
  }

  /** The address as a URL, with the port that was taken. */
  String url() {
    String bind = port.bind();
    String host = bind.contains(":") && !bind.startsWith("[") ? "[" + bind + "]" : bind;
    return "http://" + host + ":" + port.channel().socket().getLocalPort();
  }

  /** Takes no new requests, lets the ones under way finish within the time, and closes the port. */
  void stop(Duration grace) throws Exception {
    try {
      server.setStopTimeout(grace.toMillis());
      server.stop();
    } finally {
      port.close();
    }
  }
}
