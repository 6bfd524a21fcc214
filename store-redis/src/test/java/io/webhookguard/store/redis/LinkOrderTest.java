package io.webhookguard.store.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.webhookguard.api.store.Admission;
import io.webhookguard.api.store.Arrival;
import io.webhookguard.testsupport.servers.RedisServer;
import io.webhookguard.testsupport.stores.Fixture;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Connection;

/**
 * A batch that takes several scripts keeps its order, also where the server knows the script only
 * from the second one on, because another client has loaded it meanwhile.
 */
final class LinkOrderTest {

  private final RedisServer redis = RedisServer.shared();

  @Test
  @DisplayName("LN-3 ES-5 a batch of several scripts keeps its order")
  void scriptThatIsLoadedInTheMiddle() {
    RedisConfig config =
        RedisConfig.at("redis://" + redis.host() + ":" + redis.port())
            .prefix(new KeyPrefix("o" + UUID.randomUUID().toString().substring(0, 13) + ":"))
            .build();
    try (RedisStore store =
        RedisStore.open(config, nodes -> new NodesAround(nodes, Loading::new))) {
      List<Arrival> arrivals = new ArrayList<>(Fixture.arrivals("evt-", 100, "lane"));
      arrivals.add(Fixture.arrival("evt-0", "lane"));
      redis.ask("SCRIPT", "FLUSH");
      List<Admission> answers = store.events().admit(arrivals);
      assertThat(answers.get(0)).isInstanceOf(Admission.Queued.class);
      assertThat(answers.get(100)).isInstanceOf(Admission.Duplicate.class);
      assertThat(Fixture.claimOne(store).claim().key()).isEqualTo(Fixture.key("evt-0"));
    }
  }

  /** Another client loads the script between the first two calls of a trip. */
  private final class Loading extends NodesAround.ConnectionAround {

    private final List<CommandArguments> unsent = new ArrayList<>();

    Loading(Connection real) {
      super(real);
    }

    @Override
    public void sendCommand(CommandArguments arguments) {
      unsent.add(arguments);
    }

    @Override
    public List<Object> getMany(int count) {
      real().sendCommand(unsent.get(0));
      List<Object> replies = new ArrayList<>(real().getMany(1));
      redis.ask("SCRIPT", "LOAD", Script.ADMIT.text());
      unsent.stream().skip(1).forEach(real()::sendCommand);
      unsent.clear();
      replies.addAll(real().getMany(count - 1));
      return replies;
    }
  }
}
