package io.webhookguard.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.webhookguard.api.event.IgnoreReason;
import io.webhookguard.api.event.Problem;
import io.webhookguard.api.event.Response;
import io.webhookguard.api.store.Admission;
import io.webhookguard.api.store.Arrival;
import io.webhookguard.api.store.Attempt;
import io.webhookguard.api.store.ClaimRequest;
import io.webhookguard.api.store.EventStore;
import io.webhookguard.api.store.Settlement;
import io.webhookguard.store.sql.TablePrefix;
import io.webhookguard.testsupport.stores.Fixture;
import io.webhookguard.testsupport.stores.GuardTables;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The small statements leave the rows that the statement for any batch leaves, to the last value.
 *
 * <p>Two stores with one clock are told the same. One of them gets it together with something that
 * only the statement for any batch can take, and that changes nothing: a delivery in a lane that it
 * knows, or the end of a claim that is over.
 */
final class SameRowsTest {

  private static final Response RESPONSE =
      Response.of(201, "text/plain", "done".getBytes(StandardCharsets.UTF_8));

  private static final List<String> TABLES =
      Stream.concat(GuardTables.CLEARED.stream(), GuardTables.APPENDED.stream()).toList();

  private final PostgresHarness harness = new PostgresHarness();
  private final EventStore small = harness.store().events();
  private final EventStore wide = harness.neighbour().events();
  private final Arrival known = Fixture.arrival("known", "cus_1");

  /** From one number on, both make the same ones. */
  @BeforeEach
  void begin() throws SQLException {
    ask("select setval('beside_serial', nextval('guard_serial'))");
  }

  @AfterEach
  void close() {
    harness.close();
  }

  static Stream<List<Arrival>> arrivals() {
    return Stream.of(
        List.of(Fixture.inline("a", "")),
        List.of(Fixture.arrival("a", "")),
        List.of(Fixture.arrival("a", "", new Arrival.Intent.Ignore(IgnoreReason.UNHANDLED))),
        List.of(Fixture.inline("a", ""), Fixture.inline("b", "")));
  }

  @ParameterizedTest
  @MethodSource("arrivals")
  void anAdmissionWritesTheSame(List<Arrival> arrivals) throws SQLException {
    small.admit(List.of(known));
    wide.admit(List.of(known));

    List<Admission> answers = small.admit(arrivals);
    assertThat(wide.admit(and(arrivals, known))).containsAll(answers);

    assertSameRows();
  }

  static Stream<List<Response>> responses() {
    return Stream.of(List.of(RESPONSE), List.of(Response.EMPTY), List.of(RESPONSE, Response.EMPTY));
  }

  @ParameterizedTest
  @MethodSource("responses")
  void aGoodEndWritesTheSame(List<Response> responses) throws SQLException {
    List<Attempt> over = inDoubt(responses.size());
    ClaimRequest again = Fixture.dueHeads(responses.size());
    List<Attempt> attempts = small.claim(again);
    assertThat(wide.claim(again)).isEqualTo(attempts).hasSameSizeAs(responses);
    List<Settlement> ends = new ArrayList<>();
    for (int i = 0; i < responses.size(); i++) {
      ends.add(new Settlement.Complete(attempts.get(i).claim(), responses.get(i)));
    }

    small.settle(ends);
    wide.settle(
        and(ends, new Settlement.Release(over.get(0).claim(), Duration.ZERO, Problem.NONE)));

    assertSameRows();
  }

  /** So many events in doubt that are due, in both stores, with the attempts that ended so. */
  private List<Attempt> inDoubt(int count) {
    List<Arrival> arrivals =
        IntStream.range(0, count).mapToObj(i -> Fixture.inline("e" + i, "")).toList();
    List<Attempt> attempts =
        small.admit(arrivals).stream()
            .map(admission -> ((Admission.Claimed) admission).attempt())
            .toList();
    List<Settlement> doubts =
        attempts.stream()
            .<Settlement>map(
                attempt ->
                    new Settlement.Doubt(
                        attempt.claim(), Duration.ZERO, new Problem("timeout", "no reply")))
            .toList();
    wide.admit(arrivals);
    small.settle(doubts);
    wide.settle(doubts);
    harness.advance(Duration.ofSeconds(1));
    return attempts;
  }

  private void assertSameRows() throws SQLException {
    for (String table : TABLES) {
      assertThat(rows(TestDatabase.BESIDE + table))
          .as(table)
          .isEqualTo(rows(TablePrefix.DEFAULT + table));
    }
  }

  private String rows(String table) throws SQLException {
    return ask("select string_agg(t::text, chr(10) order by t::text) from " + table + " t");
  }

  private String ask(String query) throws SQLException {
    try (Connection connection = harness.users().getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      rows.next();
      return String.valueOf(rows.getString(1));
    }
  }

  private static <T> List<T> and(List<T> items, T more) {
    List<T> all = new ArrayList<>(items);
    all.add(more);
    return all;
  }
}
