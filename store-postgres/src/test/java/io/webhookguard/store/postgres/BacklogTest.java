package io.webhookguard.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.webhookguard.api.store.Attempt;
import io.webhookguard.api.store.SettleAnswer;
import io.webhookguard.testsupport.servers.Database;
import io.webhookguard.testsupport.servers.PostgresServer;
import io.webhookguard.testsupport.stores.Fixture;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Long backlogs are worked off to the end, each lane in its order, however many lanes there are.
 */
final class BacklogTest {

  private static final int EVENTS = 10_000;

  @ParameterizedTest
  @ValueSource(ints = {0, 100, EVENTS})
  void everyEventIsClaimedOnceAndEachLaneInOrder(int lanes) {
    try (Database database = PostgresServer.shared().freshDatabase()) {
      PostgresStore.migrate(PostgresOpening.at(database).build());
      Backlog.of(EVENTS).inLanes(lanes).fill(database);
      try (PostgresStore store = PostgresStore.open(PostgresOpening.at(database).build())) {
        Map<String, Long> newest = new HashMap<>();
        int done = 0;
        List<Attempt> attempts = Fixture.claim(store, 500);
        while (!attempts.isEmpty()) {
          attempts.forEach(attempt -> assertFollows(newest, attempt));
          assertThat(store.events().settle(attempts.stream().map(Fixture::complete).toList()))
              .hasOnlyElementsOfType(SettleAnswer.Settled.class);
          done += attempts.size();
          attempts = Fixture.claim(store, 500);
        }
        assertThat(done).isEqualTo(EVENTS);
        assertThat(store.events().find(Fixture.key("e1"))).isPresent();
        assertThat(database.ask("select count(*) from guard_lane where open <> 0")).isEqualTo("0");
      }
    }
  }

  private static void assertFollows(Map<String, Long> newest, Attempt attempt) {
    if (attempt.lane().isNone()) {
      return;
    }
    long number = Long.parseLong(attempt.claim().key().eventId().substring(1));
    Long before = newest.put(attempt.lane().text(), number);
    assertThat(before == null || before < number).as("%s after %s", number, before).isTrue();
  }
}
