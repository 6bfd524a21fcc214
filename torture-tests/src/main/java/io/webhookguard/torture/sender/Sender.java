package io.webhookguard.torture.sender;

import io.webhookguard.adapter.SimulatedDelivery;
import io.webhookguard.torture.history.Answer;
import io.webhookguard.torture.history.Forgery;
import io.webhookguard.torture.history.LogFile;
import io.webhookguard.torture.history.RunFiles;
import io.webhookguard.torture.plan.StoreKind;
import io.webhookguard.torture.plan.Workload;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;

/**
 * The main of the sender. Says {@code ready}, sends until its input says {@code stop} or ends, goes
 * on until all is acknowledged, and says {@code done}.
 */
public final class Sender {

  private static final int THREADS = 10;
  private static final int TIMEOUT_MILLIS = 4_000;
  private static final Duration PAUSE_AFTER_FAILURE = Duration.ofMillis(60);

  private final Deliveries deliveries;
  private final List<Integer> ports;
  private final LogFile answers;
  private final LogFile forgeries;

  private Sender(Deliveries deliveries, List<Integer> ports, RunFiles files) {
    this.deliveries = deliveries;
    this.ports = ports;
    this.answers = LogFile.appendTo(files.answers());
    this.forgeries = LogFile.appendTo(files.forgeries());
  }

  /** Takes the run's folder, the store, the seed, the pace and the receivers' ports. */
  public static void main(String[] arguments) throws Exception {
    RunFiles files = new RunFiles(Path.of(arguments[0]));
    List<Integer> ports = Arrays.stream(arguments[4].split(",", -1)).map(Integer::valueOf).toList();
    Deliveries deliveries =
        new Deliveries(
            Long.parseLong(arguments[2]),
            Workload.on(StoreKind.named(arguments[1])),
            Integer.parseInt(arguments[3]),
            LogFile.appendTo(files.sent()));
    new Sender(deliveries, ports, files).run();
  }

  private void run() throws InterruptedException, IOException {
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      Thread thread = new Thread(this::sendAll, "sender-" + i);
      thread.setDaemon(true);
      thread.start();
      threads.add(thread);
    }
    System.out.println("ready");
    System.out.flush();
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    if (in.readLine() == null) {
      Runtime.getRuntime().halt(2); // Nobody directs the run any more.
    }
    deliveries.end();
    for (Thread thread : threads) {
      thread.join();
    }
    System.out.println("done");
    System.out.flush();
  }

  private void sendAll() {
    try {
      for (Optional<Request> next = deliveries.next(); next.isPresent(); next = deliveries.next()) {
        send(next.get());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void send(Request request) {
    int port = ports.get(ThreadLocalRandom.current().nextInt(ports.size()));
    long started = System.nanoTime();
    int status = post(port, request);
    long ended = System.nanoTime();
    String source = request.workload().source();
    String id = request.event().eventId();
    if (request.flaw().isPresent()) {
      new Forgery(source, id, request.flaw().get().name(), status).to(forgeries);
      deliveries.forged();
      return;
    }
    Answer answer = new Answer(source, id, started, ended, status);
    answer.to(answers);
    if (answer.isAcknowledged()) {
      deliveries.acknowledged(request);
    } else {
      LockSupport.parkNanos(PAUSE_AFTER_FAILURE.toNanos());
      deliveries.failed(request);
    }
  }

  private static int post(int port, Request request) {
    SimulatedDelivery delivery = request.delivery(Instant.now());
    try {
      HttpURLConnection connection =
          (HttpURLConnection)
              URI.create("http://127.0.0.1:" + port + "/in/" + request.workload().source())
                  .toURL()
                  .openConnection();
      connection.setConnectTimeout(TIMEOUT_MILLIS);
      connection.setReadTimeout(TIMEOUT_MILLIS);
      connection.setDoOutput(true);
      connection.setRequestMethod("POST");
      // Java would send a request again by itself where a kept connection breaks.
      connection.setRequestProperty("Connection", "close");
      delivery
          .headers()
          .asMap()
          .forEach((name, values) -> connection.setRequestProperty(name, values.get(0)));
      byte[] body = delivery.body().toByteArray();
      connection.setFixedLengthStreamingMode(body.length);
      try (OutputStream out = connection.getOutputStream()) {
        out.write(body);
      }
      int status = connection.getResponseCode();
      InputStream answer =
          status >= 400 ? connection.getErrorStream() : connection.getInputStream();
      if (answer != null) {
        try (answer) {
          answer.readAllBytes();
        }
      }
      return status;
    } catch (IOException e) {
      return Answer.NONE;
    }
  }
}
