package io.webhookguard.server.demo;

import io.webhookguard.adapter.ProviderSimulator;
import io.webhookguard.adapter.SimulatorSettings;
import io.webhookguard.api.provider.Secret;
import io.webhookguard.server.send.Simulators;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Shows the promise of the guard where it is hard to keep: a provider that repeats, reorders and is
 * impersonated, and a gateway that is killed in the middle of its work.
 *
 * <ol>
 *   <li>A gateway is started on an SQLite file, as a process of its own.
 *   <li>Stripe is played against it: each event as its class says.
 *   <li>Three times the receiving service does the effects and keeps its answers back; then the
 *       gateway is killed, and started again.
 *   <li>When all is done the gateway is told to stop, and what the provider heard is compared with
 *       what the receiving service saw.
 * </ol>
 */
public final class Demo {

  private static final int LANES = 24;
  private static final int ROUNDS = 10;
  private static final int KILLS = 3;
  private static final int EFFECTS_UNDER_WAY = 4;
  private static final int SHORTEST_WORK_MILLIS = 10;
  private static final int LONGEST_WORK_MILLIS = 40;
  private static final Duration STEP_LIMIT = Duration.ofSeconds(40);
  private static final Duration LOOK_AGAIN = Duration.ofMillis(300);

  private final Narrator narrator;
  private final StoreView store;
  private final long seed;

  /**
   * Prepares a demonstration.
   *
   * @param screen where it tells what happens
   * @param store looks into the gateway's store afterwards
   * @param seed what the events follow from
   */
  public Demo(PrintWriter screen, StoreView store, long seed) {
    this.narrator = new Narrator(screen);
    this.store = store;
    this.seed = seed;
  }

  /**
   * Runs it.
   *
   * @return whether the promise was kept
   * @throws IOException if a gateway did not start, or did not do its work in time
   */
  public boolean run() throws IOException, InterruptedException {
    SimulatorSettings settings = SimulatorSettings.seeded(seed).withLanes(LANES);
    ProviderSimulator stripe = Simulators.of("stripe", Secret.of(GatewayFile.SECRET), settings);
    Mixture mixture = new Mixture(stripe, LANES, ROUNDS);
    Workshop workshop = new Workshop(seed, SHORTEST_WORK_MILLIS, LONGEST_WORK_MILLIS);
    try (Stage stage = Stage.set(workshop);
        ProviderSide provider =
            new ProviderSide(stripe, mixture, stage.file().intake(), stage.receiver())) {
      return play(mixture, workshop, stage, provider);
    }
  }

  private boolean play(Mixture mixture, Workshop workshop, Stage stage, ProviderSide provider)
      throws IOException, InterruptedException {
    int events = mixture.genuine().size();
    narrator.step("seed %d; starting a gateway on SQLite in %s", seed, stage.folder());
    GatewayProcess gateway = stage.startGateway(STEP_LIMIT);
    narrator.step("gateway %d is ready; Stripe sends %d events", gateway.pid(), events);
    provider.start();
    List<Forward> interrupted = new ArrayList<>();
    for (int kill = 1; kill <= KILLS; kill++) {
      int effectsBefore = kill * events / (KILLS + 1);
      interrupted.addAll(killAt(effectsBefore, gateway, stage.receiver(), workshop));
      gateway = stage.startGateway(STEP_LIMIT);
      narrator.step("gateway %d took over the file", gateway.pid());
    }
    finish(events, gateway, stage, provider);
    List<String> unsettled = store.unsettled(stage.config(), GatewayFile.SOURCE);
    Verdict verdict = Verdict.on(provider, stage.receiver().forwards(), unsettled);
    narrator.lines(verdict.lines());
    tellStory(mostTold(interrupted, mixture), stage);
    narrator.lines(List.of("", verdict.summary()));
    return verdict.isKept();
  }

  /** Kills the gateway once so many effects were done, while some more are under way. */
  private List<Forward> killAt(
      int effects, GatewayProcess gateway, Receiver receiver, Workshop workshop)
      throws IOException, InterruptedException {
    require(receiver.awaitEffects(effects, STEP_LIMIT), "the gateway forwards nothing", gateway);
    workshop.hold();
    require(workshop.awaitHeld(EFFECTS_UNDER_WAY, STEP_LIMIT), "too little is under way", gateway);
    gateway.kill();
    List<Forward> interrupted = workshop.held();
    narrator.step(
        "killed gateway %d (SIGKILL) in the middle of %d effects, after %d",
        gateway.pid(), interrupted.size(), receiver.effects() - interrupted.size());
    workshop.release();
    return interrupted;
  }

  private void finish(int events, GatewayProcess gateway, Stage stage, ProviderSide provider)
      throws IOException, InterruptedException {
    Receiver receiver = stage.receiver();
    require(provider.awaitEnd(STEP_LIMIT), "the gateway does not answer", gateway);
    narrator.step("Stripe has sent everything");
    require(receiver.awaitEffects(events, STEP_LIMIT), "events are missing", gateway);
    awaitSettled(receiver, stage.config());
    gateway.terminate();
    int code = gateway.awaitExit(STEP_LIMIT);
    narrator.step(
        "all effects are done; gateway %d stopped with exit code %d", gateway.pid(), code);
  }

  /** Waits for interrupted events to be taken over; the verdict says what was left. */
  private void awaitSettled(Receiver receiver, Path config)
      throws IOException, InterruptedException {
    long deadline = System.nanoTime() + STEP_LIMIT.toNanos();
    while (System.nanoTime() < deadline && !store.unsettled(config, GatewayFile.SOURCE).isEmpty()) {
      receiver.awaitForwards(receiver.forwards().size() + 1, LOOK_AGAIN);
    }
  }

  /** The event whose story has the most to tell: duplicates, too, if one of them had any. */
  private static Forward mostTold(List<Forward> interrupted, Mixture mixture) {
    return interrupted.stream()
        .max(Comparator.comparingInt(forward -> mixture.classOf(forward.eventId()).copies()))
        .orElseThrow();
  }

  private void tellStory(Forward interrupted, Stage stage) throws IOException {
    String source = GatewayFile.SOURCE;
    String id = interrupted.eventId();
    narrator.lines(
        List.of("", "One of the interrupted events (guard explain " + source + " " + id + "):"));
    List<String> story = store.story(stage.config(), source, id);
    narrator.lines(story.stream().map(line -> ("  " + line).stripTrailing()).toList());
  }

  private static void require(boolean inTime, String problem, GatewayProcess gateway)
      throws IOException {
    if (!inTime) {
      throw new IOException(
          problem
              + " for "
              + STEP_LIMIT.toSeconds()
              + " s; the end of its log:\n"
              + gateway.endOfLog());
    }
  }
}
