package io.webhookguard.torture.worker;

import io.webhookguard.core.Settings;
import io.webhookguard.core.WebhookGuard;
import io.webhookguard.torture.plan.Arming;
import io.webhookguard.torture.plan.RunPlan;
import io.webhookguard.torture.plan.Workload;
import io.webhookguard.torture.worker.Points.StruckException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

/**
 * The main of a worker. It says {@code ready} when it takes requests, {@code at} and its arming
 * when it comes to its kill point, and {@code left} with its threads when it was told to stop. It
 * hears {@code go} when it may leave its kill point, and {@code stop}. It ends when its input does.
 */
public final class Worker {

  private static final int HANDLERS = 4;
  private static final Duration DRAIN = Duration.ofSeconds(5);

  private final Semaphore go = new Semaphore(0);
  private final Map<String, String> orders;

  private Worker(Map<String, String> orders) {
    this.orders = orders;
  }

  /** Takes {@code store=}, {@code port=}, {@code bank=}, {@code node=} and {@code arm=}. */
  public static void main(String[] arguments) throws Exception {
    Map<String, String> orders =
        Arrays.stream(arguments)
            .map(argument -> argument.split("=", 2))
            .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
    new Worker(orders).work();
  }

  private void work() throws IOException, InterruptedException {
    StorePlace place = StorePlace.parse(order("store"));
    Points points =
        new Points(Optional.ofNullable(orders.get("arm")).map(Arming::parse), this::strike);
    StorePlace.Opened opened = place.open(false);
    List<Workload> workloads = Workload.on(place.kind());
    WebhookGuard guard =
        Guards.of(
            new Guards.Parts(
                StorePoints.around(opened.store(), points),
                Settings.DEFAULT
                    .withLease(RunPlan.LEASE)
                    .withPoll(RunPlan.POLL)
                    .withWorkers(HANDLERS),
                order("node"),
                workloads,
                new Business(points, order("node"), Integer.parseInt(order("bank"))),
                opened.connections(),
                adapter -> new PointedAdapter(adapter, points)));
    guard.start();
    Front.open(Integer.parseInt(order("port")), guard, points);
    say("ready");
    listen();
    stop(guard);
  }

  private String order(String name) {
    String value = orders.get(name);
    if (value == null) {
      throw new IllegalArgumentException(name + "= is missing");
    }
    return value;
  }

  private void strike(Arming arming) {
    say("at " + arming);
    switch (arming.strike()) {
      case HALT -> Runtime.getRuntime().halt(1);
      case THROW -> throw new StruckException(arming);
      case KILL, PAUSE, CUT -> go.acquireUninterruptibly();
    }
  }

  /** Until it is told to stop. A worker that nobody directs any more must not live on. */
  private void listen() throws IOException {
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      if (line.equals("go")) {
        go.release();
      } else if (line.equals("stop")) {
        return;
      }
    }
    Runtime.getRuntime().halt(2);
  }

  private static void stop(WebhookGuard guard) throws InterruptedException {
    try {
      guard.stop(DRAIN).toCompletableFuture().get(2 * DRAIN.toSeconds(), TimeUnit.SECONDS);
      say("left " + Thread.activeCount());
      System.exit(0);
    } catch (ExecutionException | TimeoutException e) {
      say("left over: " + e);
      System.exit(1);
    }
  }

  private static synchronized void say(String line) {
    System.out.println(line);
    System.out.flush();
  }
}
