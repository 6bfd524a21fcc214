package io.webhookguard.server.commands;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import io.webhookguard.api.event.EventRecord;
import io.webhookguard.api.ledger.LedgerEntry;
import io.webhookguard.core.EventStory;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Locale;

/** Writes what commands show as JSON, in ASCII, so that no terminal is upset by an event's id. */
final class Json {

  private static final JsonFactory FACTORY =
      JsonFactory.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

  private Json() {}

  /** A generator that leaves the writer open. */
  static JsonGenerator on(PrintWriter out) throws IOException {
    JsonGenerator json = FACTORY.createGenerator(out);
    json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
    json.setPrettyPrinter(new DefaultPrettyPrinter());
    return json;
  }

  /** One event as an object. */
  static void write(JsonGenerator json, EventRecord event) throws IOException {
    json.writeStartObject();
    writeFields(json, event);
    json.writeEndObject();
  }

  private static void writeFields(JsonGenerator json, EventRecord event) throws IOException {
    json.writeStringField("source", event.key().route().source());
    json.writeStringField("consumer", event.key().route().consumer());
    json.writeStringField("scope", event.key().scope());
    json.writeStringField("event", event.key().eventId());
    json.writeStringField("type", event.type());
    json.writeStringField("lane", event.lane().text());
    json.writeStringField("state", event.state().name());
    for (StatusText.Field field : StatusText.fieldsOf(event.status())) {
      json.writeStringField(field.name(), field.value());
    }
    json.writeNumberField("attempts", event.attempts());
    json.writeNumberField("generation", event.generation());
    json.writeNumberField("token", event.newestToken());
    json.writeBooleanField("inDoubt", event.inDoubt());
    json.writeBooleanField("holdsLane", event.holdsLane());
    json.writeBooleanField("payloadKept", event.payloadKept());
    json.writeStringField("payloadSha256", event.payloadSha256().toHex());
    json.writeStringField("receivedAt", event.receivedAt().toString());
    if (!event.problem().isNone()) {
      json.writeStringField("problem", event.problem().toString());
    }
  }

  /** A whole story as an object. */
  static void write(JsonGenerator json, EventStory story) throws IOException {
    json.writeStartObject();
    writeFields(json, story.event());
    json.writeStringField("redelivery", story.redelivery().name().toLowerCase(Locale.ROOT));
    if (story.blocker().isPresent()) {
      EventStory.Blocker blocker = story.blocker().get();
      json.writeObjectFieldStart("blockedBy");
      json.writeStringField("event", blocker.event().key().eventId());
      json.writeStringField("state", blocker.event().state().name());
      json.writeStringField("since", blocker.since().toString());
      json.writeEndObject();
    }
    json.writeArrayFieldStart("compensations");
    for (EventRecord compensation : story.compensations()) {
      write(json, compensation);
    }
    json.writeEndArray();
    json.writeArrayFieldStart("ledger");
    for (LedgerEntry entry : story.ledger()) {
      write(json, entry);
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, LedgerEntry entry) throws IOException {
    json.writeStartObject();
    json.writeNumberField("number", entry.number());
    json.writeStringField("at", entry.at().toString());
    json.writeStringField("kind", entry.kind().name());
    json.writeStringField("actor", entry.actor());
    json.writeNumberField("generation", entry.generation());
    json.writeNumberField("attempt", entry.attempt());
    json.writeNumberField("token", entry.token());
    json.writeNumberField("count", entry.count());
    json.writeStringField("detail", entry.detail());
    json.writeEndObject();
  }
}
