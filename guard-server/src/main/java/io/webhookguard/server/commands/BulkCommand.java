package io.webhookguard.server.commands;

import io.webhookguard.api.event.EventState;
import io.webhookguard.api.event.Lane;
import io.webhookguard.api.store.EventQuery;
import io.webhookguard.api.store.GuardStore;
import io.webhookguard.api.store.Intervention.Authority;
import io.webhookguard.api.store.PageRequest.Cursor;
import io.webhookguard.core.WebhookGuard;
import io.webhookguard.core.bulk.Bulk;
import io.webhookguard.core.bulk.BulkAction;
import io.webhookguard.core.bulk.BulkOrder;
import io.webhookguard.core.bulk.BulkPlan;
import io.webhookguard.core.bulk.BulkReport;
import io.webhookguard.core.bulk.BulkReport.Progress;
import io.webhookguard.server.config.GatewayConfig;
import io.webhookguard.server.gateway.Assembly;
import io.webhookguard.server.gateway.Stores;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Changes many events; shows what it would do, and does it only if it is told to. */
@Command(
    name = "bulk",
    mixinStandardHelpOptions = true,
    description =
        "Retries, discards or replays many events. Shows the plan; changes something only with"
            + " --go.")
final class BulkCommand implements Callable<Integer> {

  @Mixin private Output output = new Output();
  @Mixin private ConfigOption config = new ConfigOption();
  @Mixin private AuthorityOptions authority = new AuthorityOptions();

  @Parameters(
      index = "0",
      paramLabel = "ACTION",
      description = "What to do: ${COMPLETION-CANDIDATES}.")
  private BulkAction action = BulkAction.RETRY;

  @Option(
      names = "--source",
      required = true,
      paramLabel = "SOURCE",
      description = "Only events of this source.")
  private String source = "";

  @Option(
      names = "--state",
      paramLabel = "STATE",
      description = "Only events in this state; FAILED unless given, for replay COMPLETE.")
  private Optional<EventState> state = Optional.empty();

  @Option(names = "--lane", paramLabel = "LANE", description = "Only events of this lane.")
  private Optional<String> lane = Optional.empty();

  @Option(names = "--go", description = "Does it.")
  private boolean go;

  @Option(
      names = "--rate",
      paramLabel = "N",
      description = "How many events a second; ${DEFAULT-VALUE} unless given.")
  private int rate = 10;

  @Option(
      names = "--most",
      paramLabel = "N",
      description = "Stops after so many events; does all unless given.")
  private long most = Long.MAX_VALUE;

  @Option(
      names = "--run",
      paramLabel = "ID",
      description = "Goes on with an earlier run: what that has changed is not changed again.")
  private Optional<UUID> run = Optional.empty();

  @Override
  public Integer call() throws Exception {
    EventQuery query = query();
    Optional<Authority> by = go ? Optional.of(authority.read()) : Optional.empty();
    GatewayConfig gateway = config.readForStore();
    PrintWriter out = output.writer();
    try (GuardStore store = Stores.openExisting(gateway.store());
        WebhookGuard guard = Assembly.inspecting(gateway, store)) {
      Bulk bulk = guard.bulk();
      print(bulk.plan(action, query), out);
      if (by.isEmpty()) {
        out.println("nothing was changed: --go does it");
        out.flush();
        return 0;
      }
      BulkOrder order = order(bulk, query, by.get());
      out.println("run         " + order.runId());
      out.flush();
      BulkReport report = bulk.start(order).ended().toCompletableFuture().get();
      print(report, out);
      requireAllDone(report);
      return 0;
    }
  }

  private EventQuery query() throws CommandFailure {
    EventState usual = action == BulkAction.REPLAY ? EventState.COMPLETE : EventState.FAILED;
    try {
      EventQuery query = EventQuery.ALL.source(source).state(state.orElse(usual));
      return lane.isPresent() ? query.lane(Lane.of(lane.get())) : query;
    } catch (IllegalArgumentException e) {
      throw CommandFailure.usage(String.valueOf(e.getMessage()));
    }
  }

  private BulkOrder order(Bulk bulk, EventQuery query, Authority by) throws CommandFailure {
    try {
      return new BulkOrder(
          run.orElseGet(bulk::newRunId), action, query, by, rate, most, Cursor.START);
    } catch (IllegalArgumentException e) {
      throw CommandFailure.usage(e.getMessage() + ": see --rate and --most");
    }
  }

  private static void print(BulkPlan plan, PrintWriter out) {
    out.printf("action      %s%n", plan.action().name().toLowerCase(Locale.ROOT));
    out.printf("events      %d%s%n", plan.events(), plan.more() ? " or more" : "");
    out.printf("possible    %d of these%n", plan.possible());
    plan.byRoute().forEach((route, count) -> out.printf("route       %s: %d%n", route, count));
    plan.byState().forEach((state, count) -> out.printf("state       %s: %d%n", state, count));
    plan.byLane()
        .forEach((lane, count) -> out.printf("lane        %s: %d%n", Terminal.safe(lane), count));
    if (plan.otherLanes() > 0) {
      out.printf("lane        others: %d%n", plan.otherLanes());
    }
    if (plan.withoutLane() > 0) {
      out.printf("lane        none: %d%n", plan.withoutLane());
    }
  }

  private static void print(BulkReport report, PrintWriter out) {
    out.printf("done        %d%n", report.done());
    if (report.requested() > 0) {
      out.printf("requested   %d: another person gives the same command%n", report.requested());
    }
    report.refused().forEach((reason, count) -> out.printf("refused     %d: %s%n", count, reason));
    report
        .examples()
        .forEach(event -> out.printf("  refused   %s%n", Terminal.safe(event.toString())));
    out.flush();
  }

  private static void requireAllDone(BulkReport report) throws CommandFailure {
    if (report.progress() == Progress.INTERRUPTED) {
      throw CommandFailure.runtime(
          "the run was interrupted: " + report.problem() + "; go on with --run " + report.runId());
    }
    if (!report.refused().isEmpty()) {
      throw CommandFailure.runtime(
          "some events were refused: "
              + report.refused().entrySet().stream()
                  .map(each -> each.getValue() + " " + each.getKey())
                  .collect(Collectors.joining(", ")));
    }
  }
}
