package io.webhookguard.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.webhookguard.api.store.Admission;
import io.webhookguard.api.store.Arrival;
import io.webhookguard.api.store.Attempt;
import io.webhookguard.testsupport.stores.Fixture;
import io.webhookguard.testsupport.transactions.faults.CutOff;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Replies of a PostgreSQL server are lost, and requests are counted. */
final class LostRepliesTest implements FaultRooms.Lost {

  private final CutOff site = FaultRooms.Lost.site((right, database) -> right);

  @Override
  public CutOff site() {
    return site;
  }

  /** Whatever the size of its batch; a repeat of a delivery that is known is one too. */
  @ParameterizedTest
  @ValueSource(ints = {1, 32})
  void aCallIsOneRoundTrip(int batch) {
    List<Arrival> arrivals = Fixture.arrivals("evt_", batch, "");
    assertThat(requestsOf(() -> site.store().events().admit(arrivals))).isEqualTo(1);
    assertThat(requestsOf(() -> site.store().events().admit(arrivals))).isEqualTo(1);
    assertThat(
            requestsOf(
                () -> {
                  List<Attempt> attempts = Fixture.claim(site.store(), batch);
                  site.store().events().settle(attempts.stream().map(Fixture::complete).toList());
                }))
        .isEqualTo(2);
    assertThat(
            requestsOf(
                () -> {
                  Admission now =
                      site.store().events().admit(List.of(Fixture.inline("now", "a"))).get(0);
                  Attempt attempt = ((Admission.Claimed) now).attempt();
                  site.store().events().settle(List.of(Fixture.complete(attempt)));
                }))
        .isEqualTo(2);
  }

  private long requestsOf(Runnable calls) {
    long before = site.proxy().requests();
    calls.run();
    return site.proxy().requests() - before;
  }
}
