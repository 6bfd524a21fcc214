package io.webhookguard.server.commands;

import io.webhookguard.api.event.EventRecord;
import io.webhookguard.api.event.EventState;
import io.webhookguard.api.store.GuardStore;
import io.webhookguard.api.store.Intervention;
import io.webhookguard.api.store.Intervention.Authority;
import io.webhookguard.api.store.InterventionAnswer;
import io.webhookguard.core.InterventionResult;
import io.webhookguard.core.OwnApprovalException;
import io.webhookguard.core.Source;
import io.webhookguard.core.WebhookGuard;
import io.webhookguard.server.config.GatewayConfig;
import io.webhookguard.server.gateway.Assembly;
import io.webhookguard.server.gateway.Stores;
import java.io.PrintWriter;
import java.util.Optional;
import java.util.UUID;
import picocli.CommandLine.Mixin;

/** What the commands that change an event have in common. */
final class Change {

  @Mixin private ConfigOption config = new ConfigOption();
  @Mixin private EventArguments event = new EventArguments();

  @Mixin private AuthorityOptions authority = new AuthorityOptions();

  /** Makes an intervention for this command. */
  interface Kind {
    Intervention of(UUID id, Authority by);
  }

  /** Does it, and says what came of it. */
  int run(PrintWriter out, Kind kind) throws Exception {
    Authority by = authority.read();
    GatewayConfig gateway = config.readForStore();
    try (GuardStore store = Stores.openExisting(gateway.store())) {
      EventRecord wanted = event.findIn(store.events());
      WebhookGuard guard = Assembly.inspecting(gateway, store);
      out.println(tell(ask(guard, wanted, kind.of(UUID.randomUUID(), by)), wanted));
      out.flush();
      return 0;
    }
  }

  private static InterventionResult ask(
      WebhookGuard guard, EventRecord wanted, Intervention intervention) throws CommandFailure {
    try {
      return guard.intervene(wanted.key(), intervention);
    } catch (OwnApprovalException e) {
      throw CommandFailure.runtime(
          Terminal.safe(e.actor())
              + " has asked for this already: another person must approve it, with the same command");
    }
  }

  private static String tell(InterventionResult result, EventRecord wanted) throws CommandFailure {
    String name = Terminal.safe(wanted.key().eventId());
    Optional<InterventionAnswer> answer =
        result.match(answered -> Optional.of(answered.answer()), requested -> Optional.empty());
    return answer.isPresent()
        ? name + " is now " + stateAfter(answer.get(), name)
        : name
            + " is unchanged: the source demands a second person, who gives the same command"
            + " within "
            + Source.REQUEST_LASTS.toHours()
            + " hours";
  }

  private static String stateAfter(InterventionAnswer answer, String name) throws CommandFailure {
    Optional<EventRecord> changed =
        answer.match(
            done -> Optional.of(done.record()),
            refused -> Optional.empty(),
            unknown -> Optional.empty(),
            locked -> Optional.empty());
    if (changed.isPresent()) {
      return StatusText.shortly(changed.get().status());
    }
    throw CommandFailure.runtime(
        answer.match(
            done -> "",
            refused -> refusal(refused, name),
            unknown -> "there is no event " + name,
            locked -> name + " is held by an open transaction: try again"));
  }

  private static String refusal(InterventionAnswer.Refused refused, String name) {
    String state = StatusText.shortly(refused.record().status());
    return switch (refused.refusal()) {
      case WRONG_STATE -> name + " is " + state + ": " + whatStarts(refused.record().state());
      case REOPENINGS_SPENT -> name + " was reopened as often as its source allows";
      case KEY_WINDOW_PASSED ->
          name + " would run with a key that the destination may have forgotten";
      case PAYLOAD_PURGED -> name + " cannot run again or be erased: its payload is gone";
    };
  }

  private static String whatStarts(EventState state) {
    return switch (state) {
      case PENDING -> "only discard is possible, or wait until it has run";
      case PROCESSING -> "wait until its attempt has ended";
      case COMPLETE -> "only replay and erase are possible";
      case FAILED ->
          "retry is possible; discard, unless it is cancelled; confirm, if it is IN_DOUBT or"
              + " KEY_WINDOW";
    };
  }
}
