package io.webhookguard.testsupport.transactions.faults;

import io.webhookguard.api.store.TransactionalStore;
import io.webhookguard.testsupport.network.FaultyProxy;
import io.webhookguard.testsupport.servers.Database;
import io.webhookguard.testsupport.stores.Fixture;
import java.util.function.Function;

/** A store with one connection, and a proxy that stands between it and its database. */
public final class CutOff implements AutoCloseable {

  /** A pool asks an idle connection whether it lives: one more request on a slow machine. */
  private static final String LIVENESS = "com.zaxxer.hikari.aliveBypassWindowMs";

  private final Database database;
  private final FaultyProxy proxy;
  private final TransactionalStore store;

  private CutOff(Database database, FaultyProxy proxy, TransactionalStore store) {
    this.database = database;
    this.proxy = proxy;
    this.store = store;
  }

  /**
   * Opens a store by way of a proxy, and makes one call, so that it is connected.
   *
   * @param database has the guard's tables, and is dropped in the end
   * @param store opens a store that has one connection to the database it is given
   */
  public static CutOff from(Database database, Function<Database, TransactionalStore> store) {
    System.setProperty(LIVENESS, "3600000");
    Calls.makePayments(database);
    FaultyProxy proxy = FaultyProxy.before(database.host(), database.port());
    TransactionalStore opened = store.apply(database.through(proxy.port()));
    opened.events().find(Fixture.key("nothing"));
    return new CutOff(database, proxy, opened);
  }

  /** The database, by the direct way. */
  public Database database() {
    return database;
  }

  /** The store, by the way of the proxy. */
  public TransactionalStore store() {
    return store;
  }

  /** What stands between the two. */
  public FaultyProxy proxy() {
    return proxy;
  }

  /** Loses the next request, or, if it is to happen, the reply to it. */
  public void loseNext(boolean happens) {
    if (happens) {
      proxy.loseReplyTo(1);
    } else {
      proxy.loseRequest(1);
    }
  }

  /** The same with the next request in which a text stands. */
  public void lose(String text, boolean happens) {
    if (happens) {
      proxy.loseReplyTo(text);
    } else {
      proxy.loseRequest(text);
    }
  }

  @Override
  public void close() {
    store.close();
    proxy.close();
    database.close();
    System.clearProperty(LIVENESS);
  }
}
