package io.webhookguard.store.redis;

import io.webhookguard.testsupport.locks.LockSite;
import io.webhookguard.testsupport.locks.SharedLockContract;
import io.webhookguard.testsupport.servers.RedisServer;
import java.util.UUID;

/** Processes that share a lock on a Redis server. */
final class RedisSharedLockCrashIT implements SharedLockContract {

  private final RedisServer server = RedisServer.shared();
  private final String prefix = "t" + UUID.randomUUID().toString().substring(0, 13) + ":";

  /** Opens keys of this prefix at this server. */
  static final class Opening implements LockSite.Opening {

    /** Called by name. */
    public Opening() {}

    @Override
    public LockSite open(String address) {
      String[] parts = address.split(" ", 2);
      RedisConfig config = RedisConfig.at(parts[0]).prefix(new KeyPrefix(parts[1])).build();
      RedisLock lock = RedisLock.open(config);
      return new LockSite(lock, lock::close);
    }
  }

  @Override
  public Class<? extends LockSite.Opening> opening() {
    return Opening.class;
  }

  @Override
  public String address() {
    return "redis://" + server.host() + ":" + server.port() + " " + prefix;
  }
}
