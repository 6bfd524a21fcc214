package io.webhookguard.server.demo;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Looks into the store of a gateway, as an operator does. */
public interface StoreView {

  /** The ids of the source's events that are not COMPLETE. */
  List<String> unsettled(Path config, String source) throws IOException;

  /** One event's story in readable lines. */
  List<String> story(Path config, String source, String eventId) throws IOException;
}
