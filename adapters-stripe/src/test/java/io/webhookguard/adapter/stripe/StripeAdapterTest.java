package io.webhookguard.adapter.stripe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.webhookguard.adapter.LaneSource;
import io.webhookguard.api.error.ConfigurationException;
import io.webhookguard.api.event.Attributes;
import io.webhookguard.api.event.Lane;
import io.webhookguard.api.provider.Disposition;
import io.webhookguard.api.provider.ProviderResponse;
import io.webhookguard.api.provider.Receipt;
import io.webhookguard.api.provider.Rejection;
import io.webhookguard.api.provider.Relevance;
import io.webhookguard.api.provider.Verification;
import io.webhookguard.api.provider.VerifiedEvent;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What names an event, where it belongs, and how it is answered. */
class StripeAdapterTest {

  private final SignedRequests stripe = new SignedRequests();

  @Test
  @DisplayName("a snapshot event is read whole")
  void readsSnapshotEvent() {
    VerifiedEvent event =
        stripe.accept(
            "{\"id\":\"evt_1\",\"object\":\"event\",\"api_version\":\"2025-06-30.basil\","
                + "\"created\":1750000000,\"livemode\":true,\"type\":\"invoice.paid\","
                + "\"data\":{\"object\":{\"id\":\"in_1\",\"customer\":\"cus_1\"}}}");

    assertThat(event.eventId()).isEqualTo("evt_1");
    assertThat(event.type()).isEqualTo("invoice.paid");
    assertThat(event.scope()).isEqualTo("live");
    assertThat(event.lane()).isEqualTo(Lane.of("cus_1"));
    assertThat(event.version()).isZero();
    assertThat(event.relevance()).isEqualTo(Relevance.RELEVANT);
    assertThat(event.attributes().get(Attributes.API_VERSION)).contains("2025-06-30.basil");
    assertThat(event.attributes().get("created")).contains("1750000000");
    assertThat(event.payload().size()).isPositive();
  }

  @Test
  @DisplayName("a thin event is read whole")
  void readsThinEvent() {
    VerifiedEvent event =
        stripe.accept(
            "{\"id\":\"evt_test_65R9\",\"object\":\"v2.core.event\",\"livemode\":false,"
                + "\"type\":\"v1.billing.meter.error_report_triggered\",\"context\":\"acct_7\","
                + "\"created\":\"2024-09-17T06:20:52.246Z\",\"related_object\":{\"id\":\"mtr_1\"}}");

    assertThat(event.eventId()).isEqualTo("evt_test_65R9");
    assertThat(event.type()).isEqualTo("v1.billing.meter.error_report_triggered");
    assertThat(event.scope()).isEqualTo("test:acct_7");
    assertThat(event.lane()).isEqualTo(Lane.NONE);
    assertThat(event.attributes().get("created")).contains("2024-09-17T06:20:52.246Z");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'; DROP TABLE x;--",
        "{a}{b}",
        "*",
        "../..",
        "%s",
        "${jndi:ldap://x}",
        "a\u202Eb",
        "\uD83D\uDCB6"
      })
  @DisplayName("B24 an odd id is an opaque text")
  void b24TakesOddIdsAsTheyAre(String id) {
    assertThat(stripe.accept(event(id, "")).eventId()).isEqualTo(id);
  }

  @Test
  @DisplayName("B25 ids that differ in case, accent, normal form or a dot are different")
  void b25KeepsSimilarIdsApart() {
    Set<String> ids =
        Stream.of("evt_a", "evt_A", "evt_\u00e1", "evt_a\u0301", "evt_a.", "evt_\u00c1")
            .map(id -> stripe.accept(event(id, "")).eventId())
            .collect(Collectors.toSet());

    assertThat(ids).hasSize(6);
  }

  @Test
  @DisplayName("B26 modes and accounts never share a scope")
  void b26KeepsAccountsAndModesApart() {
    List<String> scopes =
        Stream.of(
                "",
                "\"livemode\":null,",
                "\"livemode\":true,",
                "\"livemode\":false,",
                "\"livemode\":true,\"account\":\"acct_1\",",
                "\"livemode\":true,\"account\":\"acct_2\",",
                "\"livemode\":false,\"account\":\"acct_1\",",
                "\"livemode\":false,\"account\":\"live:acct_1\",",
                "\"account\":\"acct_1\",",
                "\"livemode\":true,\"context\":\"org_1/acct_1\",",
                "\"livemode\":true,\"account\":\"acct_1\",\"context\":\"org_1/acct_1\",")
            .map(more -> stripe.accept(event("evt_1", more)).scope())
            .toList();

    assertThat(scopes)
        .containsExactly(
            "unknown",
            "unknown",
            "live",
            "test",
            "live:acct_1",
            "live:acct_2",
            "test:acct_1",
            "test:live:acct_1",
            "unknown:acct_1",
            "live:org_1/acct_1",
            "live:acct_1");
  }

  @Test
  @DisplayName("B27 an event of the other mode is accepted as not meant for this source")
  void b27MarksTheOtherMode() {
    StripeAdapter live = StripeAdapter.builder().livemode(true).build();
    StripeAdapter test = StripeAdapter.builder().livemode(false).build();
    String testEvent = event("evt_1", "\"livemode\":false,");

    assertThat(stripe.accept(live, testEvent).relevance()).isEqualTo(Relevance.OTHER_MODE);
    assertThat(stripe.accept(test, testEvent).relevance()).isEqualTo(Relevance.RELEVANT);
    assertThat(stripe.accept(testEvent).relevance()).isEqualTo(Relevance.RELEVANT);
    assertThat(stripe.refuse(live, event("evt_1", ""))).isEqualTo(Rejection.ID_INVALID);
  }

  @Test
  @DisplayName("B28 an event of an account that is not bound is refused")
  void b28RefusesOtherAccounts() {
    StripeAdapter bound = StripeAdapter.builder().account("acct_1").livemode(true).build();

    assertThat(stripe.accept(bound, connected("acct_1", true)).scope()).isEqualTo("live:acct_1");
    assertThat(stripe.accept(bound, connected("acct_1", false)).relevance())
        .isEqualTo(Relevance.OTHER_MODE);
    assertThat(stripe.refuse(bound, connected("acct_2", true))).isEqualTo(Rejection.BINDING);
    assertThat(stripe.refuse(bound, connected("acct_2", false))).isEqualTo(Rejection.BINDING);
    assertThat(stripe.refuse(bound, connected("acct_11", true))).isEqualTo(Rejection.BINDING);
    assertThat(stripe.refuse(bound, event("evt_1", "\"livemode\":true,")))
        .isEqualTo(Rejection.BINDING);
  }

  @Test
  @DisplayName("B28 the log is told which binding did not fit, and nothing of the body")
  void b28SaysWhichBinding() {
    StripeAdapter bound = StripeAdapter.builder().account("acct_1").livemode(true).build();

    assertThat(stripe.verify(bound, SignedRequests.utf8(connected("acct_2", true))))
        .isEqualTo(
            new Verification.Rejected(
                Rejection.BINDING, "the event is another account's than bind.account, acct_1"));
    assertThat(stripe.verify(bound, SignedRequests.utf8(event("evt_1", "\"livemode\":true,"))))
        .isEqualTo(
            new Verification.Rejected(
                Rejection.BINDING,
                "the event names no account, as those of the endpoint's own account do not, and"
                    + " bind.account is acct_1"));
    assertThat(stripe.verify(bound, SignedRequests.utf8(event("evt_1", ""))))
        .isEqualTo(
            new Verification.Rejected(
                Rejection.ID_INVALID, "the event does not say its mode, and bind.livemode is set"));
  }

  private static String connected(String account, boolean live) {
    return event("evt_1", "\"livemode\":" + live + ",\"account\":\"" + account + "\",");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"livemode\":\"true\",",
        "\"livemode\":1,",
        "\"livemode\":{},",
        "\"account\":5,",
        "\"account\":{\"id\":\"acct_1\"},",
        "\"account\":\"\",",
        "\"account\":\" acct_1\",",
        "\"account\":\"a\\u0000\",",
        "\"context\":[],"
      })
  @DisplayName("an event whose account or mode cannot be one is refused")
  void refusesUnusableScopes(String more) {
    assertThat(stripe.refuse(event("evt_1", more))).isEqualTo(Rejection.ID_INVALID);
  }

  @Test
  @DisplayName("the lane comes from the place that is set")
  void findsLaneWhereSet() {
    String body = event("evt_1", "\"data\":{\"object\":{\"customer\":\"c\",\"order\":\"o\"}},");
    StripeAdapter byOrder = withLane("data.object.order");
    StripeAdapter byHeader = withLane("header:X-Lane");

    assertThat(stripe.accept(body).lane()).isEqualTo(Lane.of("c"));
    assertThat(stripe.accept(byOrder, body).lane()).isEqualTo(Lane.of("o"));
    assertThat(stripe.accept(withLane("none"), body).lane()).isEqualTo(Lane.NONE);
    assertThat(stripe.accept(byHeader, body).lane()).isEqualTo(Lane.NONE);
    assertThat(stripe.with("X-Lane", "h").accept(byHeader, body).lane()).isEqualTo(Lane.of("h"));
    assertThat(stripe.accept(event("evt_1", "\"data\":{\"object\":{\"customer\":null}},")).lane())
        .isEqualTo(Lane.NONE);
    assertThat(stripe.refuse(event("evt_1", "\"data\":{\"object\":{\"customer\":\" c\"}},")))
        .isEqualTo(Rejection.ID_INVALID);
  }

  private static StripeAdapter withLane(String setting) {
    return StripeAdapter.builder().lane(LaneSource.parse(setting)).build();
  }

  @Test
  @DisplayName("settings that cannot hold are refused when the adapter is made")
  void refusesBadSettings() {
    for (Duration window : List.of(Duration.ZERO, Duration.ofSeconds(29), Duration.ofHours(1))) {
      assertThatThrownBy(() -> StripeAdapter.builder().tolerance(window))
          .isInstanceOf(ConfigurationException.class);
    }
    for (String account : List.of("", " acct_1", "a\nb", "a".repeat(201))) {
      assertThatThrownBy(() -> StripeAdapter.builder().account(account))
          .isInstanceOf(ConfigurationException.class);
    }
  }

  @Test
  @DisplayName("facts that are of no use are left out, not refused")
  void leavesOutUnusableFacts() {
    String more =
        "\"api_version\":\"" + "v".repeat(600) + "\",\"created\":\"" + "1".repeat(600) + "\",";

    assertThat(stripe.accept(event("evt_1", more)).attributes()).isEqualTo(Attributes.EMPTY);
    assertThat(stripe.accept(event("evt_1", "\"api_version\":null,")).attributes())
        .isEqualTo(Attributes.EMPTY);
  }

  @ParameterizedTest
  @EnumSource(Rejection.class)
  @DisplayName("each reason is answered with its status and without the reason")
  void answersRefusals(Rejection reason) {
    ProviderResponse answer = StripeAdapter.withDefaults().respond(new Disposition.Refused(reason));

    assertThat(answer.status()).isEqualTo(reason.status());
    if (reason.status() == 401) {
      assertThat(answer.body()).isEqualTo(unauthorized().body());
    }
  }

  private static ProviderResponse unauthorized() {
    return StripeAdapter.withDefaults().respond(new Disposition.Refused(Rejection.SIG_MISSING));
  }

  @Test
  @DisplayName("what is durable is answered 200, what is not 503")
  void answersDispositions() {
    StripeAdapter adapter = StripeAdapter.withDefaults();
    Disposition received =
        new Disposition.Received(List.of(Receipt.of("evt_1", Receipt.Outcome.ACCEPTED)));

    assertThat(adapter.respond(received).status()).isEqualTo(200);
    assertThat(adapter.respond(new Disposition.Unavailable(Duration.ofSeconds(5))).status())
        .isEqualTo(503);
  }

  @Test
  @DisplayName("the profile holds Stripe's facts, within the default memory of 90 days")
  void statesProfile() {
    assertThat(StripeAdapter.withDefaults().profile().name()).isEqualTo("stripe");
    assertThat(StripeAdapter.withDefaults().profile().redeliveryHorizon())
        .isBetween(Duration.ofDays(3), Duration.ofDays(90));
    assertThat(StripeAdapter.withDefaults().profile().acknowledgementBudget()).hasSeconds(10);
  }

  private static String event(String id, String more) {
    return "{\"id\":\"" + id + "\"," + more + "\"type\":\"a.b\"}";
  }
}
