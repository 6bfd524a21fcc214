package io.webhookguard.torture.stage;

import io.webhookguard.api.event.EventState;
import io.webhookguard.api.store.EventQuery;
import io.webhookguard.api.store.GuardStore;
import io.webhookguard.api.store.PageRequest;
import io.webhookguard.testsupport.network.Ports;
import io.webhookguard.torture.bank.Bank;
import io.webhookguard.torture.history.Fault;
import io.webhookguard.torture.history.Fault.Kind;
import io.webhookguard.torture.history.RunFiles;
import io.webhookguard.torture.plan.Arming;
import io.webhookguard.torture.plan.Life;
import io.webhookguard.torture.plan.Lives;
import io.webhookguard.torture.plan.RunPlan;
import io.webhookguard.torture.sender.Sender;
import io.webhookguard.torture.worker.Worker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One run on one store: a sender, a bank, and slots whose workers are killed and paused until there
 * were enough kills. Then nothing is done to anybody any more, and everything must come to its end.
 */
public final class StoreRun {

  private static final Duration START = Duration.ofSeconds(30);
  private static final Duration DRAIN = Duration.ofSeconds(90);
  private static final Duration LOOK = Duration.ofMillis(100);

  /** More than are lived: lives end without a kill, and points are made up for behind the rest. */
  private static final int LIVES_FOR_EACH_KILL = 3;

  private static final Duration TRAINING = Duration.ofSeconds(2);

  private final RunPlan plan;
  private final RunFiles files;
  private final Site site;
  private final FaultLog log;
  private final Programs programs;
  private final Path archive;
  private final List<Integer> ports = new ArrayList<>();
  private final List<Slot> slots = new ArrayList<>();
  private int bankPort;

  private StoreRun(RunPlan plan, RunFiles files, Site site, FaultLog log, Programs programs) {
    this.plan = plan;
    this.files = files;
    this.site = site;
    this.log = log;
    this.programs = programs;
    this.archive = programs.archive(plan.store());
  }

  /**
   * Runs the plan.
   *
   * @param folder an empty folder, or one that is to be made; in the end it holds the files that
   *     the checker reads, and nothing else
   */
  public static RunFiles run(RunPlan plan, Programs programs, Path folder)
      throws IOException, InterruptedException {
    Files.createDirectories(folder);
    RunFiles files = new RunFiles(folder.toAbsolutePath());
    try (FaultLog log = new FaultLog(files.faults());
        Site site = Sites.of(plan.store(), files.folder(), plan.slots())) {
      site.prepare();
      new StoreRun(plan, files, site, log, programs).run();
    } finally {
      removeAllBut(files.folder(), ".tsv");
    }
    return files;
  }

  private static void removeAllBut(Path folder, String ending) throws IOException {
    try (Stream<Path> walk = Files.walk(folder)) {
      for (Path path : walk.sorted(Comparator.reverseOrder()).toList()) {
        if (!path.equals(folder) && !path.toString().endsWith(ending)) {
          Files.deleteIfExists(path);
        }
      }
    }
  }

  private void run() throws IOException, InterruptedException {
    try (Child bank = Child.start(programs.plain(Bank.class, files.bank().toString()))) {
      String ready = bank.demand("ready", START);
      bankPort = Integer.parseInt(ready.substring("ready ".length()));
      for (int number = 0; number < plan.slots(); number++) {
        ports.add(Ports.free());
        int slot = number;
        slots.add(new Slot(slot, site, log, (node, arming) -> worker(slot, node, arming)));
      }
      try (Child sender = Child.start(sender())) {
        sender.demand("ready", START);
        if (!Files.exists(archive)) {
          train();
        }
        torture();
        List<Child> last = startLast();
        drain(sender);
        for (int i = 0; i < last.size(); i++) {
          slots.get(i).stop(last.get(i));
        }
      }
    }
    site.dump(files);
  }

  private List<String> sender() {
    return programs.plain(
        Sender.class,
        files.folder().toString(),
        plan.store().label(),
        Long.toString(plan.seed()),
        Integer.toString(plan.eventsPerSecond()),
        ports.stream().map(String::valueOf).collect(Collectors.joining(",")));
  }

  private List<String> worker(int slot, String node, Optional<Arming> arming) {
    return programs.quick(archive, Worker.class, orders(slot, node, arming));
  }

  private String[] orders(int slot, String node, Optional<Arming> arming) {
    List<String> orders = new ArrayList<>();
    orders.add("store=" + site.placeFor(slot));
    orders.add("port=" + ports.get(slot));
    orders.add("bank=" + bankPort);
    orders.add("node=" + node);
    arming.ifPresent(armed -> orders.add("arm=" + armed));
    return orders.toArray(String[]::new);
  }

  /** A first worker leaves an archive of its classes, so that all others start quickly. */
  private void train() throws IOException, InterruptedException {
    String node = "trainee";
    try (Child trainee =
        Child.start(programs.training(archive, Worker.class, orders(0, node, Optional.empty())))) {
      log.happened(Kind.STARTED, node, "");
      trainee.demand("ready", START);
      log.happened(Kind.READY, node, "");
      trainee.await("nothing", TRAINING);
      trainee.tell("stop");
      trainee.demand("left", START);
      log.happened(Kind.STOPPED, node, "");
      trainee.await("nothing more", START);
    }
  }

  private void torture() throws InterruptedException {
    long end = System.nanoTime() + plan.longest().toNanos();
    Slot.Ending ending = () -> Schedule.isDone(plan, log) || System.nanoTime() - end > 0;
    List<List<Life>> lives =
        new Lives(plan.store(), plan.seed()).deal(plan.slots(), LIVES_FOR_EACH_KILL * plan.kills());
    List<CompletableFuture<Void>> living = new ArrayList<>();
    for (int i = 0; i < plan.slots(); i++) {
      Slot slot = slots.get(i);
      Schedule own = new Schedule(i, lives.get(i), plan, log);
      living.add(apart("slot-" + i, () -> slot.live(own, ending)));
    }
    living.add(apart("server", () -> killServers(ending)));
    if (plan.store().hasServer()) {
      Network network = new Network(site, slots, log, plan.seed());
      living.add(apart("network", () -> network.disturb(ending)));
    }
    CompletableFuture.allOf(living.toArray(CompletableFuture<?>[]::new)).join();
    log.happened(Kind.FAULTS_OVER, Fault.STORE, log.kills() + " kills");
  }

  /** Something that may fail in any way. */
  @FunctionalInterface
  private interface Work {
    void run() throws IOException, InterruptedException;
  }

  private static CompletableFuture<Void> apart(String name, Work work) {
    return CompletableFuture.runAsync(
        () -> {
          try {
            work.run();
          } catch (IOException | InterruptedException e) {
            throw new CompletionException(e);
          }
        },
        task -> new Thread(task, name).start());
  }

  /** Kills the server at even shares of the run's kills. */
  private void killServers(Slot.Ending ending) {
    for (int kill = 1; kill <= plan.serverKills() && plan.store().hasServer(); kill++) {
      int share = plan.kills() * kill / (plan.serverKills() + 1);
      while (!ending.isOver() && log.kills() < share) {
        LockSupport.parkNanos(LOOK.toNanos());
      }
      if (ending.isOver()) {
        return;
      }
      site.killServer(() -> log.happened(Kind.SERVER_KILLED, Fault.STORE, "kill " + share));
      log.happened(Kind.SERVER_BACK, Fault.STORE, "");
    }
  }

  private List<Child> startLast() throws IOException, InterruptedException {
    List<Child> last = new ArrayList<>();
    for (Slot slot : slots) {
      last.add(slot.settle());
    }
    return last;
  }

  private void drain(Child sender) throws InterruptedException {
    sender.tell("stop");
    sender.demand("done", DRAIN);
    try (GuardStore store = site.open()) {
      long end = System.nanoTime() + DRAIN.toNanos();
      while (isBusy(store) && System.nanoTime() - end < 0) {
        LockSupport.parkNanos(LOOK.toNanos());
      }
      log.happened(Kind.DRAINED, Fault.STORE, "");
      StoreDump.write(store, files);
    }
  }

  private static boolean isBusy(GuardStore store) {
    return has(store, EventState.PENDING) || has(store, EventState.PROCESSING);
  }

  private static boolean has(GuardStore store, EventState state) {
    return !store
        .events()
        .search(EventQuery.ALL.state(state), PageRequest.first(1))
        .events()
        .isEmpty();
  }
}
