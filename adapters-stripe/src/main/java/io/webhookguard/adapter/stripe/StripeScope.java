package io.webhookguard.adapter.stripe;

import io.webhookguard.adapter.JsonScan;
import io.webhookguard.adapter.JsonValue;
import io.webhookguard.api.event.Names;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The account and mode that an event's id belongs to.
 *
 * @param mode test or live
 * @param account the account it is about; empty for the endpoint's own
 */
record StripeScope(Mode mode, String account) {

  static final String LIVEMODE = "livemode";

  /** Names the connected account on Connect endpoints. */
  static final String ACCOUNT = "account";

  /** Names the account, or the way to it from an organisation, on thin events. */
  static final String CONTEXT = "context";

  static final List<String> PATHS = List.of(LIVEMODE, ACCOUNT, CONTEXT);

  private static final int MAX_ACCOUNT_CHARS = 200;

  /** The modes. Events always say theirs; one that does not shares its key with neither. */
  enum Mode {
    LIVE,
    TEST,
    UNKNOWN;

    static Mode of(boolean live) {
      return live ? LIVE : TEST;
    }
  }

  /** Reads the scope; nothing when the event has an account or mode that cannot be one. */
  static Optional<StripeScope> of(JsonScan.Found body) {
    Optional<Mode> mode = modeOf(body.at(LIVEMODE));
    JsonValue account = body.at(ACCOUNT).isMissing() ? body.at(CONTEXT) : body.at(ACCOUNT);
    return mode.flatMap(known -> accountOf(account).map(name -> new StripeScope(known, name)));
  }

  private static Optional<Mode> modeOf(JsonValue livemode) {
    return livemode.isMissing() ? Optional.of(Mode.UNKNOWN) : livemode.asBoolean().map(Mode::of);
  }

  private static Optional<String> accountOf(JsonValue account) {
    return account.isMissing()
        ? Optional.of("")
        : account.asString().filter(StripeScope::isAccount);
  }

  /** Whether a text can name an account: an opaque text that leaves room for the mode. */
  static boolean isAccount(String text) {
    return text.length() <= MAX_ACCOUNT_CHARS
        && Names.flawOfOpaque("live:" + text).isEmpty()
        && Names.flawOfOpaque(text).isEmpty();
  }

  /**
   * The scope of the event key: {@code live}, {@code test:acct_1}. The part before the first colon
   * is one of three words, so no account can be taken for another mode's.
   */
  String text() {
    String word = mode.name().toLowerCase(Locale.ROOT);
    return account.isEmpty() ? word : word + ":" + account;
  }
}
