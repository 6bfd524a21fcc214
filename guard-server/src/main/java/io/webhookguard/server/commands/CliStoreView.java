package io.webhookguard.server.commands;

import io.webhookguard.api.event.EventState;
import io.webhookguard.api.store.EventPage;
import io.webhookguard.api.store.EventQuery;
import io.webhookguard.api.store.GuardStore;
import io.webhookguard.api.store.PageRequest;
import io.webhookguard.server.config.ConfigFile;
import io.webhookguard.server.config.InvalidConfigException;
import io.webhookguard.server.demo.StoreView;
import io.webhookguard.server.gateway.StartException;
import io.webhookguard.server.gateway.Stores;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;

/** Looks into a store as the commands do. */
final class CliStoreView implements StoreView {

  private static final List<EventState> UNSETTLED =
      List.of(EventState.PENDING, EventState.PROCESSING, EventState.FAILED);

  private static final int ENOUGH = 100;

  @Override
  public List<String> unsettled(Path config, String source) throws IOException {
    List<String> ids = new ArrayList<>();
    try (GuardStore store =
        Stores.openExisting(
            ConfigFile.read(config, Map.of(), ConfigFile.Purpose.INSPECT).store())) {
      for (EventState state : UNSETTLED) {
        EventQuery query = EventQuery.ALL.source(source).state(state);
        EventPage page = store.events().search(query, PageRequest.first(ENOUGH));
        page.events().forEach(event -> ids.add(event.key().eventId()));
      }
    } catch (InvalidConfigException | StartException e) {
      throw new IOException(e.getMessage(), e);
    }
    return ids;
  }

  @Override
  public List<String> story(Path config, String source, String eventId) throws IOException {
    StringWriter text = new StringWriter();
    int code =
        new CommandLine(new ExplainCommand())
            .setOut(new PrintWriter(text))
            .execute("--config", config.toString(), source, eventId);
    if (code != 0) {
      throw new IOException("explain ended with " + code);
    }
    return text.toString().lines().toList();
  }
}
