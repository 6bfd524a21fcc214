package io.webhookguard.testsupport.transactions;

import static org.assertj.core.api.Assertions.assertThat;

import io.webhookguard.api.event.Lane;
import io.webhookguard.api.event.Response;
import io.webhookguard.api.event.Route;
import io.webhookguard.api.store.Attempt;
import io.webhookguard.api.store.ClaimRequest;
import io.webhookguard.api.store.Settlement;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * Settlements in users' transactions let go of many lanes, which somebody has to see to later. That
 * takes no place from what can be claimed.
 *
 * <p>A test class makes its site in a field, on an empty database.
 */
public interface LeftLanesContract {

  /** Many more than a small claim, and more than it meets in a few rounds. */
  int LANES = 150;

  /** The site of the running test; the same one on every call. */
  TransactionSite site();

  /** Closes the site when its test is over. */
  @AfterEach
  default void closeSite() {
    site().close();
  }

  @Test
  @DisplayName("ES-10 what is due is claimed though many lanes before it were left by users")
  default void whatIsDueBehindLeftLanesIsClaimed() throws SQLException {
    leaveLanes();
    Shop.admit(site().store(), "own", "free", Lane.NONE);

    assertThat(claim(1)).containsExactly("free");
  }

  @Test
  @DisplayName("LN-1 those who wait in lanes that users left are claimed, each once")
  default void thoseWhoWaitInLeftLanesAreClaimed() throws SQLException {
    List<String> waiting = IntStream.range(0, LANES).mapToObj(i -> "second-" + i).toList();
    IntStream.range(0, LANES).forEach(i -> admit("first-", i));
    IntStream.range(0, LANES).forEach(i -> admit("second-", i));
    settleInOneTransaction(attempts(LANES));

    List<String> claimed = new ArrayList<>();
    List<String> some = claim(10);
    while (!some.isEmpty()) {
      claimed.addAll(some);
      some = claim(10);
    }

    assertThat(claimed).containsExactlyInAnyOrderElementsOf(waiting);
  }

  private void leaveLanes() throws SQLException {
    IntStream.range(0, LANES).forEach(i -> admit("first-", i));
    settleInOneTransaction(attempts(LANES));
  }

  private void admit(String prefix, int lane) {
    Shop.admit(site().store(), "own", prefix + lane, Lane.of("lane " + lane));
  }

  private void settleInOneTransaction(List<Attempt> attempts) throws SQLException {
    assertThat(attempts).hasSize(LANES);
    try (Connection user = ModeRuns.begin(site())) {
      for (Attempt attempt : attempts) {
        site()
            .store()
            .transactions()
            .settle(user, new Settlement.Complete(attempt.claim(), Response.EMPTY));
      }
      user.commit();
    }
  }

  private List<String> claim(int limit) {
    return attempts(limit).stream().map(attempt -> attempt.claim().key().eventId()).toList();
  }

  private List<Attempt> attempts(int limit) {
    return site()
        .store()
        .events()
        .claim(
            new ClaimRequest(
                "node-1",
                UUID.randomUUID(),
                Duration.ofMinutes(1),
                new ClaimRequest.Selection.DueHeads(Set.of(Route.main(Shop.NAME)), limit)));
  }
}
