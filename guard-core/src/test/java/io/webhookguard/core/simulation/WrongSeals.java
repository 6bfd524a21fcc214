package io.webhookguard.core.simulation;

import io.webhookguard.api.ledger.LedgerEntry;
import io.webhookguard.api.ledger.LedgerPage;
import io.webhookguard.core.InterposedStore.Call;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Bugs in what is sealed. */
final class WrongSeals {

  private WrongSeals() {}

  /** The first of several entries is passed over. */
  static final class Gap implements WrongEngine.Flaw {
    Gap(WrongEngine.Place place) {}

    @Override
    public @Nullable Object answer(Call call) throws Throwable {
      Object answer = call.passOn();
      if (!call.name().equals("scan") || !(answer instanceof LedgerPage page)) {
        return answer;
      }
      List<LedgerEntry> entries = page.entries();
      return entries.size() < 2
          ? page
          : new LedgerPage(entries.subList(1, entries.size()), page.next());
    }
  }

  /** Nothing ever seems to be new. */
  static final class Never implements WrongEngine.Flaw {
    Never(WrongEngine.Place place) {}

    @Override
    public @Nullable Object answer(Call call) throws Throwable {
      Object answer = call.passOn();
      return answer instanceof LedgerPage page ? new LedgerPage(List.of(), page.next()) : answer;
    }
  }
}
