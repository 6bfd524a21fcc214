package io.webhookguard.server.commands;

import com.fasterxml.jackson.core.JsonGenerator;
import io.webhookguard.api.event.EventRecord;
import io.webhookguard.api.event.EventState;
import io.webhookguard.api.store.EventPage;
import io.webhookguard.api.store.EventQuery;
import io.webhookguard.api.store.GuardStore;
import io.webhookguard.api.store.Limits;
import io.webhookguard.api.store.PageRequest;
import io.webhookguard.server.gateway.Stores;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lists events. */
@Command(
    name = "events",
    mixinStandardHelpOptions = true,
    description = "Lists events, newest first.")
final class EventsCommand implements Callable<Integer> {

  private static final String ROW = "%-24s  %-22s  %3s  %-5s  %-20s  %-32s  %-28s  %s%n";

  @Mixin private Output output = new Output();
  @Mixin private ConfigOption config = new ConfigOption();

  @Option(
      names = "--state",
      paramLabel = "STATE",
      description = "Only events in this state: ${COMPLETION-CANDIDATES}.")
  private Optional<EventState> state = Optional.empty();

  @Option(names = "--source", paramLabel = "SOURCE", description = "Only events of this source.")
  private Optional<String> source = Optional.empty();

  @Option(names = "--limit", paramLabel = "N", description = "At most so many; all unless given.")
  private long limit = Long.MAX_VALUE;

  @Option(names = "--json", description = "As one JSON array.")
  private boolean asJson;

  @Override
  public Integer call() throws Exception {
    EventQuery query = query();
    if (limit < 1) {
      throw CommandFailure.usage("--limit is at least 1");
    }
    PrintWriter out = output.writer();
    try (GuardStore store = Stores.openExisting(config.readForStore().store())) {
      if (asJson) {
        printJson(store, query, out);
      } else {
        printTable(store, query, out);
      }
    }
    out.flush();
    return 0;
  }

  private EventQuery query() throws CommandFailure {
    EventQuery query = EventQuery.ALL;
    try {
      if (source.isPresent()) {
        query = query.source(source.get());
      }
    } catch (IllegalArgumentException e) {
      throw CommandFailure.usage(String.valueOf(e.getMessage()));
    }
    return state.isPresent() ? query.state(state.get()) : query;
  }

  private void printJson(GuardStore store, EventQuery query, PrintWriter out) throws IOException {
    try (JsonGenerator json = Json.on(out)) {
      json.writeStartArray();
      forEach(store, query, event -> Json.write(json, event));
      json.writeEndArray();
    }
    out.println();
  }

  private void printTable(GuardStore store, EventQuery query, PrintWriter out) throws IOException {
    out.printf(ROW, "RECEIVED", "STATE", "TRY", "DOUBT", "SOURCE", "EVENT", "TYPE", "LANE");
    forEach(
        store,
        query,
        event ->
            out.printf(
                ROW,
                event.receivedAt(),
                StatusText.shortly(event.status()),
                event.attempts(),
                event.inDoubt() ? "yes" : "",
                event.key().route().source(),
                Terminal.safe(event.key().eventId()),
                Terminal.safe(event.type()),
                Terminal.safe(event.lane().text())));
  }

  /** What is done with each event. */
  private interface Sink {
    void accept(EventRecord event) throws IOException;
  }

  private void forEach(GuardStore store, EventQuery query, Sink sink) throws IOException {
    long left = limit;
    Optional<PageRequest.Cursor> cursor = Optional.of(PageRequest.Cursor.START);
    while (left > 0 && cursor.isPresent()) {
      int size = (int) Math.min(left, Limits.MAX_PAGE);
      EventPage page = store.events().search(query, new PageRequest(cursor.get(), size));
      List<EventRecord> events = page.events();
      for (EventRecord event : events) {
        sink.accept(event);
      }
      left -= events.size();
      cursor = page.next();
    }
  }
}
