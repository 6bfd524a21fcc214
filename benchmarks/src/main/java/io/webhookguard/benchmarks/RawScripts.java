package io.webhookguard.benchmarks;

import io.webhookguard.testsupport.servers.RedisServer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import redis.clients.jedis.ConnectionPoolConfig;
import redis.clients.jedis.RedisClient;

/**
 * The least that scripts can do for an event: one records it if it is new, with its body, a place
 * in a list of work and an entry in a stream; another ends it. For one event (raw b) or a batch in
 * one script (raw c). No claim, no lease, no lane.
 */
final class RawScripts implements Contender {

  private static final String ADMIT =
      """
      for i = 1, #ARGV, 2 do
        if redis.call('HSETNX', KEYS[1], ARGV[i], 'new') == 1 then
          redis.call('SET', KEYS[4] .. ARGV[i], ARGV[i + 1])
          redis.call('ZADD', KEYS[2], i, ARGV[i])
          redis.call('XADD', KEYS[3], '*', 'e', ARGV[i])
        end
      end
      """;
  private static final String END =
      """
      for i = 1, #ARGV do
        redis.call('HSET', KEYS[1], ARGV[i], 'done')
        redis.call('ZREM', KEYS[2], ARGV[i])
        redis.call('XADD', KEYS[3], '*', 'e', ARGV[i])
      end
      """;

  private static final List<byte[]> KEYS =
      List.of(bytes("raw:states"), bytes("raw:due"), bytes("raw:ledger"), bytes("raw:body:"));

  private final RedisClient client;
  private final int batch;
  private final byte[] admit;
  private final byte[] end;

  RawScripts(RedisServer server, int connections, int batch) {
    ConnectionPoolConfig pool = new ConnectionPoolConfig();
    pool.setMaxTotal(connections);
    pool.setMaxIdle(connections);
    this.client =
        RedisClient.builder().hostAndPort(server.host(), server.port()).poolConfig(pool).build();
    this.batch = batch;
    this.admit = bytes(client.scriptLoad(ADMIT));
    this.end = bytes(client.scriptLoad(END));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public void event(String id) {
    List<byte[]> admitted = new ArrayList<>(2 * batch);
    List<byte[]> ended = new ArrayList<>(batch);
    for (int i = 0; i < batch; i++) {
      byte[] key = bytes(batch == 1 ? id : id + "-" + i);
      admitted.add(key);
      admitted.add(Body.BYTES);
      ended.add(key);
    }
    client.evalsha(admit, KEYS, admitted);
    client.evalsha(end, KEYS, ended);
  }

  @Override
  public int eventsOfCall() {
    return batch;
  }

  @Override
  public void close() {
    client.close();
  }
}
