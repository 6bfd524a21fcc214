package io.webhookguard.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.webhookguard.api.event.EventRecord;
import io.webhookguard.api.event.Route;
import io.webhookguard.api.event.Status;
import io.webhookguard.api.store.Admission;
import io.webhookguard.api.store.Capability;
import io.webhookguard.api.store.ClaimRequest;
import io.webhookguard.api.store.RecoverRequest;
import java.util.List;
import java.util.Set;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Lanes and routes that look alike where their parts are joined, or compared one by one. */
public interface LookalikeContract extends StoreUnderTest {

  @Test
  @DisplayName("LN-9 lanes whose parts join to the same text are different lanes")
  default void ln9LanesThatJoinToTheSameTextAreApart() {
    Scenario story = scenario(Capability.LANES);
    List<Draft> drafts =
        List.of(
            story.event("evt-1").scope("a").lane("bc"),
            story.event("evt-2").scope("ab").lane("c"),
            story.event("evt-3").lane("abc"),
            story.event("evt-4").scope("a:b").lane("c"),
            story.event("evt-5").scope("a").lane("b:c"),
            story.event("evt-6").route(new Route("shop", "maina")).lane("bc"));

    assertThat(story.admitAll(drafts.stream().map(Draft::toClaim).toList()))
        .as(story.story("each is alone in its lane"))
        .hasOnlyElementsOfType(Admission.Claimed.class);
  }

  @Test
  @DisplayName("ES-10 a claim for two routes grants nothing of one that mixes their parts")
  default void es10RoutesAreNotMixedByClaims() {
    Scenario story = scenario();
    story.queued(story.event("evt-1"));
    ClaimRequest request =
        new ClaimRequest(
            Scenario.OWNER,
            story.newId(),
            Scenario.LEASE,
            new ClaimRequest.Selection.DueHeads(mixedWithTheUsual(), 10));

    for (int i = 0; i < Scenario.CALLS_TO_FIND_ALL; i++) {
      assertThat(story.claim(request)).as(story.story("it is of another route")).isEmpty();
    }
  }

  @Test
  @DisplayName("ES-31 a takeover for two routes takes nothing of one that mixes their parts")
  default void es31RoutesAreNotMixedByTakeovers() {
    Scenario story = scenario();
    story.started("evt-1");
    mixedWithTheUsual().forEach(route -> story.started(story.event("evt-1").route(route)));
    story.advance(Scenario.LEASE);

    for (int i = 0; i < Scenario.CALLS_TO_FIND_ALL; i++) {
      story.recover(
          new RecoverRequest(
              Scenario.RESCUER, story.newId(), Scenario.LEASE, mixedWithTheUsual(), 10));
    }

    EventRecord record = story.record(story.key("evt-1"));
    assertThat(record.status())
        .as(story.story("its holder still has it"))
        .asInstanceOf(InstanceOfAssertFactories.type(Status.Processing.class))
        .extracting(Status.Processing::owner)
        .isEqualTo(Scenario.OWNER);
  }

  /** The source of the one and the consumer of the other are those of {@link Scenario#ROUTE}. */
  private static Set<Route> mixedWithTheUsual() {
    return Set.of(new Route("shop", "audit"), Route.main("market"));
  }
}
