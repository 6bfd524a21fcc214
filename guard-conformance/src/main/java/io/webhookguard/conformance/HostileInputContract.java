package io.webhookguard.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.webhookguard.api.event.Attributes;
import io.webhookguard.api.event.EventKey;
import io.webhookguard.api.event.EventRecord;
import io.webhookguard.api.event.Payload;
import io.webhookguard.api.event.Response;
import io.webhookguard.api.event.Route;
import io.webhookguard.api.event.Status;
import io.webhookguard.api.lock.Lock;
import io.webhookguard.api.store.Admission;
import io.webhookguard.api.store.Attempt;
import io.webhookguard.api.store.Capability;
import io.webhookguard.api.store.EventQuery;
import io.webhookguard.api.store.PageRequest;
import io.webhookguard.api.store.Settlement;
import io.webhookguard.api.store.Steps;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TimeZone;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * Texts and bytes that others changed, merged or ran: whatever comes is kept apart and as it is.
 */
public interface HostileInputContract extends StoreUnderTest {

  @Test
  @DisplayName("ES-3 ids that look alike, or like code, are events of their own")
  default void es3LookalikeIdsAreEventsOfTheirOwn() {
    Scenario story = scenario();
    List<String> ids = Traps.texts();
    List<Draft> drafts = ids.stream().map(id -> story.event(id).body("body of " + id)).toList();

    assertThat(story.admitAll(drafts))
        .as(story.story("all are new"))
        .allMatch(Admission.Queued.class::isInstance);

    for (Draft draft : drafts) {
      String id = draft.key().eventId();
      assertThat(story.events().payload(draft.key()))
          .as(story.story(id + " has its own body"))
          .contains(draft.arrival().payload());
      assertThat(story.events().search(EventQuery.ALL.eventId(id), PageRequest.first(10)).events())
          .as(story.story(id + " is found alone"))
          .extracting(EventRecord::key)
          .containsExactly(draft.key());
      story.settled(Ending.complete(story.run(id)));
      assertThat(story.entries(draft.key())).as(story.story(id + " has 3 entries")).hasSize(3);
    }
  }

  @Test
  @DisplayName("ES-3 scopes that look alike, or like code, keep the same id apart")
  default void es3LookalikeScopesKeepTheSameIdApart() {
    Scenario story = scenario();
    List<Draft> drafts =
        Traps.texts().stream()
            .map(scope -> story.event("evt-1").scope(scope).body("body of " + scope))
            .toList();

    assertThat(story.admitAll(drafts))
        .as(story.story("all are new"))
        .allMatch(Admission.Queued.class::isInstance);
    assertThat(drafts)
        .as(story.story("each is found with its own body"))
        .allMatch(
            draft ->
                story.record(draft.key()).key().equals(draft.key())
                    && story.events().payload(draft.key()).isPresent()
                    && story.events().payload(draft.key()).get().equals(draft.arrival().payload()));
  }

  @Test
  @DisplayName("ES-3 parts of a key that hold separators are not joined into one text")
  default void es3PartsThatHoldSeparatorsAreNotJoined() {
    Scenario story = scenario();
    List<Draft> drafts = new ArrayList<>();
    for (String mark : List.of(":", "/", "|", "-", ".", ",", "_", "#", "~", "::", "\u241f", "\\")) {
      drafts.add(story.event("b" + mark + "c").scope("a"));
      drafts.add(story.event("c").scope("a" + mark + "b"));
      drafts.add(story.event("a" + mark + "b" + mark + "c"));
      drafts.add(story.event("c").scope(mark));
      drafts.add(story.event(mark + "c"));
    }
    drafts.add(story.event("1:a").scope("1:a"));
    drafts.add(story.event("a1:a1:a"));
    drafts.add(story.event("evt").route(new Route("shop.a", "main")));
    drafts.add(story.event("evt").route(new Route("shop", "a.main")));
    drafts.add(story.event("evt").route(new Route("shop-a", "main")));
    drafts.add(story.event("evt").route(new Route("shop", "a-main")));
    drafts.add(story.event("evt").scope("main").route(new Route("shop", "main")));
    drafts.add(story.event("evt").route(new Route("shop", "main.main")));

    assertThat(story.admitAll(drafts))
        .as(story.story("all are new"))
        .allMatch(Admission.Queued.class::isInstance);
  }

  @Test
  @DisplayName("ES-3 ids above 255 bytes do not get as far as being cut")
  default void es3OverlongIdsAreRefused() {
    Scenario story = scenario();
    String prefix = "a".repeat(255);
    story.queued(story.event(prefix));

    for (String id : List.of(prefix + "b", prefix + "c", "é".repeat(128))) {
      assertThatThrownBy(() -> new EventKey(Scenario.ROUTE, "", id))
          .as(story.story("an id of " + id.length() + " characters"))
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThat(story.record(story.key(prefix)).key().eventId())
        .as(story.story("one of 255 is kept whole"))
        .isEqualTo(prefix);
  }

  @Test
  @DisplayName("ES-9 bodies that no JSON column takes, and texts of all kinds, come back as sent")
  default void es9HostileBodiesComeBackAsSent() {
    Scenario story = scenario();
    Traps.bodies()
        .forEach(
            (name, bytes) -> {
              Payload body = Payload.of("application/json", bytes);
              Draft draft = story.event(name).body(body);
              story.queued(draft);
              assertThat(story.events().payload(draft.key()))
                  .as(story.story(name + " is read"))
                  .contains(body);
              Attempt attempt = story.run(name);
              assertThat(attempt.payload()).as(story.story(name + " is claimed")).isEqualTo(body);
              Response response = Response.of(200, "application/json", cut(bytes));
              assertThat(story.settled(new Settlement.Complete(attempt.claim(), response)).status())
                  .as(story.story(name + " is answered"))
                  .isInstanceOfSatisfying(
                      Status.Complete.class,
                      complete -> assertThat(complete.response()).isEqualTo(response));
            });
  }

  private static byte[] cut(byte[] bytes) {
    return Arrays.copyOf(bytes, Math.min(bytes.length, Response.MAX_BODY_BYTES));
  }

  @Test
  @DisplayName("ES-9 types, lanes and attributes of all kinds come back as sent")
  default void es9HostileTextsComeBackAsSent() {
    Scenario story = scenario();
    List<String> texts = Traps.texts();
    for (int i = 0; i < texts.size(); i++) {
      String text = texts.get(i);
      Attributes attributes = Attributes.of(Map.of("note", text));
      Draft draft = story.event("evt-" + i).type(text).lane(text).attributes(attributes);
      Attempt attempt = story.started(draft);

      assertThat(attempt.type()).as(story.story()).isEqualTo(text);
      assertThat(attempt.lane()).as(story.story()).isEqualTo(draft.arrival().lane());
      assertThat(attempt.attributes()).as(story.story()).isEqualTo(attributes);
      assertThat(story.record(draft.key()).type()).as(story.story()).isEqualTo(text);
    }
  }

  @Test
  @DisplayName("LN-9 lanes that look alike, or like code, do not wait for each other")
  default void ln9LookalikeLanesDoNotWaitForEachOther() {
    Scenario story = scenario(Capability.LANES);
    List<String> texts = Traps.texts();
    for (int i = 0; i < texts.size(); i++) {
      story.started(story.event("evt-" + i).lane(texts.get(i)));
      Draft next = story.event("evt-next-" + i).lane(texts.get(i)).toClaim();
      assertThat(story.admit(next))
          .as(story.story("but the same one is busy"))
          .isInstanceOf(Admission.Queued.class);
    }
  }

  @Test
  @DisplayName("LK-1 names that look alike, or like code, are locks of their own")
  default void lk1LookalikeNamesAreLocksOfTheirOwn() {
    Scenario story = scenario();
    Lock lock = story.store().lock();
    for (String name : Traps.texts()) {
      assertThat(lock.tryAcquire(name, "node-a", Duration.ofHours(1)))
          .as(story.story(name + " is free"))
          .isPresent();
      assertThat(lock.tryAcquire(name, "node-b", Duration.ofHours(1)))
          .as(story.story(name + " is held"))
          .isEmpty();
    }
  }

  @Test
  @DisplayName("ST-2 steps that look alike, or like code, keep results of their own")
  default void st2LookalikeStepsKeepTheirOwnResults() {
    Scenario story = scenario();
    Attempt attempt = story.started("evt-1");
    Map<String, Payload> expected = new LinkedHashMap<>();
    List<byte[]> bodies = List.copyOf(Traps.bodies().values());
    List<String> names = Traps.texts();
    for (int i = 0; i < names.size(); i++) {
      byte[] bytes = bodies.get(i % bodies.size());
      Payload result = Payload.of("text/plain;n=" + i, cut(bytes));
      expected.put(names.get(i), result);
      assertThat(story.store().steps().record(attempt.claim(), names.get(i), result))
          .as(story.story(names.get(i)))
          .isEqualTo(new Steps.Recorded.Kept());
    }

    assertThat(story.store().steps().recall(attempt.claim()))
        .as(story.story())
        .isEqualTo(new Steps.Recalled.Results(expected));
  }

  @Test
  @DisplayName("ST-2 an empty result is a result")
  default void st2EmptyResultIsAResult() {
    Scenario story = scenario();
    Attempt attempt = story.started("evt-1");
    Payload nothing = Payload.of("", new byte[0]);
    story.store().steps().record(attempt.claim(), "notify", nothing);

    assertThat(story.store().steps().record(attempt.claim(), "notify", attempt.payload()))
        .as(story.story("it was kept"))
        .isEqualTo(new Steps.Recorded.AlreadyKept(nothing));
  }

  @Test
  @DisplayName("ES-33 neither locale nor time zone of the process moves a time")
  default void es33LocaleAndTimeZoneMoveNoTime() {
    Scenario story = scenario();
    Locale locale = Locale.getDefault();
    TimeZone zone = TimeZone.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
      TimeZone.setDefault(TimeZone.getTimeZone("Pacific/Chatham"));
      Attempt attempt = story.started("evt-1");
      TimeZone.setDefault(TimeZone.getTimeZone("America/St_Johns"));
      Locale.setDefault(Locale.forLanguageTag("tr-TR"));

      assertThat(story.events().claims(attempt.claim().claimId()))
          .as(story.story("the claim as it was granted"))
          .containsExactly(attempt);
      story.advance(Scenario.LEASE.minusSeconds(1));
      assertThat(story.recoverSome()).as(story.story("it holds")).isEmpty();
      story.advance(Duration.ofSeconds(1));
      assertThat(story.recoverSome()).as(story.story("it ended")).hasSize(1);
    } finally {
      Locale.setDefault(locale);
      TimeZone.setDefault(zone);
    }
  }
}
