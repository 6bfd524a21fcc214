package io.webhookguard.store.postgres;

import io.webhookguard.testsupport.kit.Planted;
import io.webhookguard.testsupport.servers.Database;
import io.webhookguard.testsupport.servers.PostgresServer;
import io.webhookguard.testsupport.transactions.TransactionCrashContract;
import io.webhookguard.testsupport.transactions.TransactionModeContract;
import io.webhookguard.testsupport.transactions.TransactionSite;
import io.webhookguard.testsupport.transactions.WrongTransactions;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The tests of transactions on wrong ones, which a parameter of the run names. Not tests of the
 * build: {@link WrongTransactionsAreCaughtTest} runs them.
 */
final class SpoiltTransactionKits {

  private SpoiltTransactionKits() {}

  @ExtendWith(Planted.class)
  static final class Modes implements TransactionModeContract {

    private final TransactionSite site;

    Modes(WrongTransactions wrong) {
      this.site = wrong.at(PostgresOpening.borrowedSite());
    }

    @Override
    public TransactionSite site() {
      return site;
    }
  }

  @ExtendWith(Planted.class)
  static final class Crashes implements TransactionCrashContract {

    private final WrongTransactions wrong;
    private final Database database = PostgresServer.shared().freshDatabase();
    private final TransactionSite site;

    Crashes(WrongTransactions wrong) {
      this.wrong = wrong;
      PostgresStore.migrate(PostgresOpening.at(database).build());
      this.site = wrong.at(PostgresOpening.site(database).andThen(database::close));
    }

    @Override
    public TransactionSite site() {
      return site;
    }

    @Override
    public Class<? extends TransactionSite.Opening> opening() {
      return WrongOpening.class;
    }

    @Override
    public String address() {
      return wrong + " " + database.address();
    }
  }

  /** Opens what the word behind the kind of wrong names. */
  static final class WrongOpening implements TransactionSite.Opening {

    /** Called by name. */
    public WrongOpening() {}

    @Override
    public TransactionSite open(String address) {
      String[] words = address.split(" ", 2);
      return WrongTransactions.valueOf(words[0]).at(new PostgresOpening().open(words[1]));
    }
  }
}
