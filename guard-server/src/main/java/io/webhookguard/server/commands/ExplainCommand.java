package io.webhookguard.server.commands;

import com.fasterxml.jackson.core.JsonGenerator;
import io.webhookguard.api.event.EventRecord;
import io.webhookguard.api.ledger.LedgerEntry;
import io.webhookguard.api.store.GuardStore;
import io.webhookguard.core.EventStory;
import io.webhookguard.core.WebhookGuard;
import io.webhookguard.server.config.GatewayConfig;
import io.webhookguard.server.gateway.Assembly;
import io.webhookguard.server.gateway.Stores;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Tells one event's whole story. */
@Command(
    name = "explain",
    mixinStandardHelpOptions = true,
    description = "Tells one event's whole story.")
final class ExplainCommand implements Callable<Integer> {

  @Mixin private Output output = new Output();
  @Mixin private ConfigOption config = new ConfigOption();
  @Mixin private EventArguments event = new EventArguments();

  @Option(names = "--json", description = "As one JSON object.")
  private boolean asJson;

  @Override
  public Integer call() throws Exception {
    GatewayConfig gateway = config.readForStore();
    PrintWriter out = output.writer();
    try (GuardStore store = Stores.openExisting(gateway.store())) {
      EventRecord wanted = event.findIn(store.events());
      EventStory story = storyOf(wanted, Assembly.inspecting(gateway, store));
      if (asJson) {
        printJson(story, out);
      } else {
        print(story, out);
      }
    }
    out.flush();
    return 0;
  }

  private static EventStory storyOf(EventRecord wanted, WebhookGuard guard) throws CommandFailure {
    return guard.explain(wanted.key().route().source(), wanted.key().eventId()).stream()
        .filter(story -> story.event().key().equals(wanted.key()))
        .findFirst()
        .orElseThrow(() -> CommandFailure.runtime("the event has just been purged"));
  }

  private static void printJson(EventStory story, PrintWriter out) throws IOException {
    try (JsonGenerator json = Json.on(out)) {
      Json.write(json, story);
    }
    out.println();
  }

  private static void print(EventStory story, PrintWriter out) {
    EventRecord event = story.event();
    out.printf("event       %s%n", Terminal.safe(event.key().toString()));
    out.printf("type        %s%n", Terminal.safe(event.type()));
    out.printf(
        "lane        %s%n", event.lane().isNone() ? "none" : Terminal.safe(event.lane().text()));
    out.printf("received    %s%n", event.receivedAt());
    out.printf(
        "payload     sha256 %s%s%n", event.payloadSha256(), event.payloadKept() ? "" : ", purged");
    out.printf("state       %s%n", Terminal.safe(StatusText.fully(event.status())));
    out.printf("attempts    %d in generation %d%n", event.attempts(), event.generation());
    out.printf(
        "in doubt    %s%n",
        event.inDoubt() ? "yes: an earlier attempt may have had its effect" : "no");
    out.printf("problem     %s%n", Terminal.safe(event.problem().toString()));
    story
        .blocker()
        .ifPresent(
            blocker ->
                out.printf(
                    "waits for   %s, %s since %s%n",
                    Terminal.safe(blocker.event().key().eventId()),
                    StatusText.shortly(blocker.event().status()),
                    blocker.since()));
    for (EventRecord compensation : story.compensations()) {
      out.printf(
          "rolled back %s, which is %s%n",
          Terminal.safe(compensation.key().toString()), StatusText.shortly(compensation.status()));
    }
    out.printf("redelivery  %s%n", redelivery(story.redelivery()));
    out.println();
    for (LedgerEntry entry : story.ledger()) {
      out.println(line(entry));
    }
  }

  private static String line(LedgerEntry entry) {
    StringBuilder line = new StringBuilder();
    line.append(String.format("%4d  %s  %-15s", entry.number(), entry.at(), entry.kind()));
    if (entry.attempt() > 0) {
      line.append("  attempt ").append(entry.attempt());
    }
    if (entry.token() > 0) {
      line.append("  token ").append(entry.token());
    }
    if (entry.count() > 1) {
      line.append("  ").append(entry.count()).append(" times");
    }
    line.append("  by ").append(Terminal.safe(entry.actor()));
    return entry.detail().isEmpty()
        ? line.toString()
        : line.append("  ").append(Terminal.safe(entry.detail())).toString();
  }

  private static String redelivery(EventStory.Redelivered redelivery) {
    return switch (redelivery) {
      case JOINS -> "would be counted; the event waits or runs already";
      case ANSWERED -> "would be answered from the record; nothing would run";
      case REOPENS -> "would give the event fresh attempts";
      case STAYS_DEAD -> "would be counted; the event stays failed until a person decides";
    };
  }
}
