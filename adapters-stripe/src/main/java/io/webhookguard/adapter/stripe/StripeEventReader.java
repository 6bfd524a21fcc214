package io.webhookguard.adapter.stripe;

import io.webhookguard.adapter.JsonScan;
import io.webhookguard.adapter.JsonScanner;
import io.webhookguard.adapter.JsonValue;
import io.webhookguard.adapter.LaneSource;
import io.webhookguard.api.event.Attributes;
import io.webhookguard.api.event.Lane;
import io.webhookguard.api.event.Names;
import io.webhookguard.api.provider.RawRequest;
import io.webhookguard.api.provider.Rejection;
import io.webhookguard.api.provider.Relevance;
import io.webhookguard.api.provider.Verification;
import io.webhookguard.api.provider.VerifiedEvent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the identity of an authentic event out of its body. */
final class StripeEventReader {

  private static final String ID = "id";
  private static final String TYPE = "type";
  private static final String CREATED = "created";
  private static final String API_VERSION = "api_version";

  /** The attribute with the time of the event: seconds, or ISO 8601 in thin events. */
  static final String CREATED_ATTRIBUTE = "created";

  /** Stripe has no version of an object that would order its events. */
  private static final long NO_VERSION = 0;

  private final JsonScanner scanner;
  private final LaneSource laneSource;
  private final StripeBinding binding;

  StripeEventReader(LaneSource laneSource, StripeBinding binding) {
    this.laneSource = laneSource;
    this.binding = binding;
    List<String> paths = new ArrayList<>(List.of(ID, TYPE, CREATED, API_VERSION));
    paths.addAll(StripeScope.PATHS);
    paths.addAll(laneSource.paths());
    this.scanner = JsonScanner.forPaths(paths);
  }

  /** Reads the body of a request whose signature is good. */
  Verification read(RawRequest request) {
    return scanner
        .scan(request.body())
        .match(
            body -> identify(request, body),
            refused -> new Verification.Rejected(refused.reason()));
  }

  private Verification identify(RawRequest request, JsonScan.Found body) {
    Optional<String> id = nameAt(body, ID);
    Optional<String> type = nameAt(body, TYPE);
    Optional<StripeScope> scope = StripeScope.of(body);
    Optional<Lane> lane = laneSource.laneOf(request.headers(), body);
    if (id.isEmpty() || type.isEmpty() || scope.isEmpty() || lane.isEmpty()) {
      return new Verification.Rejected(Rejection.ID_INVALID);
    }
    if (!binding.canJudge(scope.get())) {
      return new Verification.Rejected(
          Rejection.ID_INVALID, "the event does not say its mode, and bind.livemode is set");
    }
    Optional<String> misfit = binding.misfitOfAccount(scope.get());
    if (misfit.isPresent()) {
      return new Verification.Rejected(Rejection.BINDING, misfit.get());
    }
    return new Verification.Verified(
        List.of(
            new VerifiedEvent(
                id.get(),
                scope.get().text(),
                type.get(),
                lane.get(),
                NO_VERSION,
                attributesOf(body),
                request.body(),
                binding.admitsModeOf(scope.get()) ? Relevance.RELEVANT : Relevance.OTHER_MODE)));
  }

  private static Optional<String> nameAt(JsonScan.Found body, String path) {
    return body.at(path).asString().filter(text -> Names.flawOfOpaque(text).isEmpty());
  }

  // Facts for people and handlers, not identity: one that is of no use is left out.
  private static Attributes attributesOf(JsonScan.Found body) {
    Map<String, String> facts = new LinkedHashMap<>();
    nameAt(body, API_VERSION).ifPresent(version -> facts.put(Attributes.API_VERSION, version));
    JsonValue created = body.at(CREATED);
    created
        .asNumber()
        .or(() -> nameAt(body, CREATED))
        .ifPresent(time -> facts.put(CREATED_ATTRIBUTE, time));
    return Attributes.of(facts);
  }
}
