package io.webhookguard.server.commands;

import io.webhookguard.api.event.EventRecord;
import io.webhookguard.api.store.EventQuery;
import io.webhookguard.api.store.EventStore;
import io.webhookguard.api.store.PageRequest;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The arguments that name one event. */
final class EventArguments {

  private static final int MOST_CANDIDATES = 50;

  @Parameters(index = "0", paramLabel = "SOURCE", description = "The source's name.")
  private String source = "";

  @Parameters(index = "1", paramLabel = "EVENT-ID", description = "The provider's event id.")
  private String eventId = "";

  @Option(
      names = "--scope",
      paramLabel = "SCOPE",
      description = "The event's scope (account and mode), where the id is known in several.")
  private Optional<String> scope = Optional.empty();

  /** The one event that is meant. */
  EventRecord findIn(EventStore events) throws CommandFailure {
    List<EventRecord> found =
        events.search(query(), PageRequest.first(MOST_CANDIDATES)).events().stream()
            .filter(event -> scope.isEmpty() || scope.get().equals(event.key().scope()))
            .toList();
    if (found.isEmpty()) {
      throw CommandFailure.runtime(
          "there is no event "
              + eventId
              + " of source "
              + source
              + scope.map(wanted -> " in scope " + wanted).orElse("")
              + ": guard events --source "
              + source
              + " lists what there is, guard sources the sources");
    }
    if (found.size() > 1) {
      String scopes =
          found.stream()
              .map(event -> event.key().scope())
              .sorted()
              .collect(Collectors.joining(", "));
      throw CommandFailure.usage(
          "the id " + eventId + " is known in several scopes, choose one with --scope: " + scopes);
    }
    return found.get(0);
  }

  private EventQuery query() throws CommandFailure {
    try {
      return EventQuery.ALL.source(source).eventId(eventId);
    } catch (IllegalArgumentException e) {
      throw CommandFailure.usage(String.valueOf(e.getMessage()));
    }
  }
}
