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
    try (RedisStore store = RedisStore.open(config, LoadingNodes::new)) {
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
  private final class LoadingNodes implements Nodes {

    private final Nodes real;

    LoadingNodes(Nodes real) {
      this.real = real;
    }

    @Override
    public Object of(Partition partition) {
      return real.of(partition);
    }

    @Override
    public Connection connect(Object node) {
      return new LoadingConnection(real.connect(node));
    }

    @Override
    public void lookAgain() {
      real.lookAgain();
    }

    @Override
    public void close() {
      real.close();
    }
  }

  private final class LoadingConnection extends Connection {

    private final Connection connection;
    private final List<CommandArguments> unsent = new ArrayList<>();

    LoadingConnection(Connection connection) {
      this.connection = connection;
    }

    @Override
    public void sendCommand(CommandArguments arguments) {
      unsent.add(arguments);
    }

    @Override
    public List<Object> getMany(int count) {
      connection.sendCommand(unsent.get(0));
      List<Object> replies = new ArrayList<>(connection.getMany(1));
      redis.ask("SCRIPT", "LOAD", Script.ADMIT.text());
      unsent.stream().skip(1).forEach(connection::sendCommand);
      unsent.clear();
      replies.addAll(connection.getMany(count - 1));
      return replies;
    }

    @Override
    public Object executeCommand(CommandArguments arguments) {
      return connection.executeCommand(arguments);
    }

    @Override
    public void close() {
      connection.close();
    }
  }
}
