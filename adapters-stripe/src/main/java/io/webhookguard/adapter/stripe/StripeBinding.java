package io.webhookguard.adapter.stripe;

import io.webhookguard.api.error.ConfigurationException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a source is bound to. Immutable.
 *
 * <p>One secret may sign for many accounts: a Connect endpoint receives the events of all connected
 * accounts. Acting on one account's event as if it were another's is a hole of its own
 * (CVE-2025-27616), so a mismatch is refused, not ignored.
 */
final class StripeBinding {

  static final StripeBinding NONE = new StripeBinding(null, null);

  private final @Nullable String account;
  private final @Nullable Boolean livemode;

  private StripeBinding(@Nullable String account, @Nullable Boolean livemode) {
    this.account = account;
    this.livemode = livemode;
  }

  StripeBinding toAccount(String name) {
    if (!StripeScope.isAccount(name)) {
      throw new ConfigurationException(
          "bind.account is an account as Stripe's events name it, such as acct_1");
    }
    return new StripeBinding(name, livemode);
  }

  StripeBinding toLivemode(boolean live) {
    return new StripeBinding(account, live);
  }

  /**
   * Why the account may not deliver here, or nothing if it may. Names the setting, and what is in
   * it: who reads this wrote that. The event's account stays out, as all of its body does.
   */
  Optional<String> misfitOfAccount(StripeScope scope) {
    if (account == null || account.equals(scope.account())) {
      return Optional.empty();
    }
    return Optional.of(
        scope.account().isEmpty()
            ? "the event names no account, as those of the endpoint's own account do not, and"
                + " bind.account is "
                + account
            : "the event is another account's than bind.account, " + account);
  }

  /** Whether the mode is known to be this source's or another's. */
  boolean canJudge(StripeScope scope) {
    return livemode == null || scope.mode() != StripeScope.Mode.UNKNOWN;
  }

  /** Whether the event's mode is this source's. */
  boolean admitsModeOf(StripeScope scope) {
    return livemode == null || scope.mode() == StripeScope.Mode.of(livemode);
  }
}
