package io.webhookguard.server.config;

import io.webhookguard.adapter.stripe.StripeAdapter;
import io.webhookguard.api.provider.Secret;
import io.webhookguard.api.provider.Secrets;
import io.webhookguard.core.Source;
import io.webhookguard.core.handler.FlowPolicy;
import io.webhookguard.core.handler.FlowPolicy.Breaker;
import io.webhookguard.core.handler.RetryPolicy;
import io.webhookguard.core.handler.RunPolicy;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Reads one entry of {@code sources}. */
final class SourceReader {

  private static final Set<String> LATER_ADAPTERS =
      Set.of(
          "shopify",
          "standard-webhooks",
          "github",
          "slack",
          "paypal",
          "twilio",
          "square",
          "adyen",
          "paystack",
          "flutterwave",
          "hmac");

  private static final Duration LONGEST_TIMEOUT = Duration.ofHours(1);
  private static final Duration LONGEST_ACK_BUDGET = Duration.ofSeconds(50);

  private final String name;
  private final ConfigFile.Purpose purpose;

  SourceReader(String name, ConfigFile.Purpose purpose) {
    this.name = name;
    this.purpose = purpose;
  }

  /** Nothing if a problem left no value to go on with. */
  Optional<SourceConfig> read(Section source) {
    try (source) {
      refuseLaterKeys(source);
      Optional<AdapterConfig> adapter = readAdapter(source);
      Optional<Secrets> secrets = readSecrets(source);
      AnswerConfig answer = readAnswer(source);
      Optional<ForwardConfig> forward = readForward(source);
      Optional<RunPolicy> policy = readPolicy(source);
      Optional<FlowPolicy> flow = readFlow(source);
      Source.Approval approval = source.choice("approval", Source.Approval.NONE);
      if (adapter.isEmpty() || forward.isEmpty() || policy.isEmpty() || flow.isEmpty()) {
        return Optional.empty();
      }
      return Optional.of(
          new SourceConfig(
              name,
              adapter.get(),
              secrets,
              answer,
              forward.get(),
              policy.get(),
              flow.get(),
              approval));
    }
  }

  private static void refuseLaterKeys(Section source) {
    source.unavailable("replay-window", "flag", "off"); // no adapter here leaves its ids unsigned
    source.unavailable("options");
  }

  private static Optional<AdapterConfig> readAdapter(Section source) {
    String kind = source.requiredText("adapter");
    if (LATER_ADAPTERS.contains(kind)) {
      source.problem("adapter", kind + " is not available in this version; use stripe");
    } else if (!kind.isEmpty() && !kind.equals(StripeAdapter.NAME)) {
      source.problem("adapter", "is no adapter that is known here; use stripe");
    }
    Duration tolerance = source.duration("tolerance", Duration.ofMinutes(5));
    String lane = source.text("lane").orElse(StripeAdapter.DEFAULT_LANE);
    try (Section bind = source.sectionOrEmpty("bind")) {
      bind.unavailable("shop");
      Optional<String> account = bind.text("account");
      Optional<Boolean> livemode =
          bind.has("livemode") ? Optional.of(bind.flag("livemode", true)) : Optional.empty();
      AdapterConfig wanted = new AdapterConfig(kind, tolerance, lane, account, livemode);
      return adapterMade(source, bind, wanted) ? Optional.of(wanted) : Optional.empty();
    }
  }

  /** Tries each setting by itself, so that a problem names the line of its own key. */
  private static boolean adapterMade(Section source, Section bind, AdapterConfig wanted) {
    Optional<?> tolerance =
        source.made("tolerance", () -> StripeAdapter.builder().tolerance(wanted.tolerance()));
    Optional<?> lane = source.made("lane", () -> laneOf(wanted));
    Optional<?> account =
        bind.made("account", () -> wanted.account().map(StripeAdapter.builder()::account));
    return tolerance.isPresent() && lane.isPresent() && account.isPresent();
  }

  private static Object laneOf(AdapterConfig wanted) {
    return new AdapterConfig(
            wanted.kind(), Duration.ofMinutes(5), wanted.lane(), Optional.empty(), Optional.empty())
        .build();
  }

  private Optional<Secrets> readSecrets(Section source) {
    if (purpose != ConfigFile.Purpose.SERVE) {
      source.has("secrets");
      return Optional.empty();
    }
    if (!source.has("secrets")) {
      source.problem("secrets", "is missing: what is not signed is not received");
      return Optional.empty();
    }
    Optional<List<String>> texts = source.texts("secrets");
    if (texts.isEmpty()) {
      return Optional.empty();
    }
    List<String> given = texts.get().stream().filter(text -> !text.isEmpty()).toList();
    if (given.isEmpty()) {
      source.problem("secrets", "all of them are empty: set at least one");
      return Optional.empty();
    }
    return source.made("secrets", () -> Secrets.of(given.stream().map(Secret::of).toList()));
  }

  private static AnswerConfig readAnswer(Section source) {
    Duration ackBudget = source.duration("ack-budget", Duration.ofSeconds(5));
    if (ackBudget.compareTo(LONGEST_ACK_BUDGET) > 0) {
      source.problem("ack-budget", "is at most 50s: no provider waits longer");
    }
    int duplicateStatus = source.integer("duplicate-status", 200, 200, 409);
    if (duplicateStatus > 299 && duplicateStatus != 409) {
      source.problem("duplicate-status", "is 200 to 299, or 409");
    }
    return new AnswerConfig(
        source.choice("mode", Source.Mode.DEFERRED),
        ackBudget,
        duplicateStatus,
        source.choice("conflict", Source.ConflictPolicy.DUPLICATE),
        source.choice("redelivery", Source.Redelivery.RETRY));
  }

  private static Optional<ForwardConfig> readForward(Section source) {
    if (source.isList("forward")) {
      source.problem(
          "forward", "several destinations are not available in this version; give one url");
      return Optional.empty();
    }
    if (!source.has("forward")) {
      source.problem("forward", "is missing: say where events go, with forward: {url: http://…}");
      return Optional.empty();
    }
    Optional<Section> section = source.section("forward");
    if (section.isEmpty()) {
      return Optional.empty();
    }
    try (Section forward = section.get()) {
      forward.unavailable("secret", "");
      Duration timeout = forward.duration("timeout", Duration.ofSeconds(30));
      if (timeout.isZero() || timeout.compareTo(LONGEST_TIMEOUT) > 0) {
        forward.problem("timeout", "is more than 0 and at most 1h");
      }
      return readUrl(forward).map(url -> new ForwardConfig(url, timeout));
    }
  }

  private static Optional<URI> readUrl(Section forward) {
    String text = forward.requiredText("url");
    if (text.isEmpty()) {
      return Optional.empty();
    }
    try {
      URI url = new URI(text);
      String scheme = Optional.ofNullable(url.getScheme()).orElse("").toLowerCase(Locale.ROOT);
      boolean good =
          Set.of("http", "https").contains(scheme)
              && url.getHost() != null
              && url.getRawUserInfo() == null
              && url.getRawFragment() == null;
      if (good) {
        return Optional.of(url);
      }
    } catch (URISyntaxException e) {
      // The same problem is reported for every text that is no such URL.
    }
    forward.problem(
        "url", "is no http:// or https:// URL with a host, and without user name and fragment");
    return Optional.empty();
  }

  private static Optional<RunPolicy> readPolicy(Section source) {
    RunPolicy usual = RunPolicy.DEFAULT;
    Optional<RetryPolicy> retry = readRetry(source);
    Duration keyTtl = source.duration("remote-key-ttl", usual.remoteKeyTtl());
    RunPolicy chosen =
        usual
            .withInDoubt(source.choice("in-doubt", usual.inDoubt()))
            .withHeadOfLine(source.choice("head-of-line", usual.headOfLine()));
    Optional<RunPolicy> bounded =
        source.made("remote-key-ttl", () -> chosen.withRemoteKeyTtl(keyTtl));
    return retry.flatMap(times -> bounded.map(policy -> policy.withRetry(times)));
  }

  /** A destination that fails is left alone for a while, unless the file says otherwise. */
  private static Optional<FlowPolicy> readFlow(Section source) {
    double perSecond = source.decimal("rate", 0);
    Optional<FlowPolicy> rate = source.made("rate", () -> FlowPolicy.NONE.withPerSecond(perSecond));
    Breaker usual = Breaker.DEFAULT;
    try (Section breaker = source.sectionOrEmpty("circuit-breaker")) {
      double failureRate = breaker.decimal("failure-rate", usual.failureRate());
      int window = breaker.integer("window", usual.window(), 1, Breaker.MAX_WINDOW);
      Duration openFor = breaker.duration("open-for", usual.openFor());
      return source
          .made("circuit-breaker", () -> new Breaker(failureRate, window, openFor))
          .flatMap(made -> rate.map(flow -> flow.withBreaker(made)));
    }
  }

  private static Optional<RetryPolicy> readRetry(Section source) {
    RetryPolicy usual = RetryPolicy.DEFAULT;
    try (Section retry = source.sectionOrEmpty("retry")) {
      Duration total = retry.duration("for", usual.total());
      int attempts = retry.integer("attempts", usual.attempts(), 1, RetryPolicy.MAX_ATTEMPTS);
      Duration first = retry.duration("first", usual.first());
      double factor = retry.decimal("factor", usual.factor());
      Duration max = retry.duration("max", usual.max());
      double jitter = retry.decimal("jitter", usual.jitter());
      return source.made(
          "retry", () -> new RetryPolicy(attempts, total, first, factor, max, jitter));
    }
  }
}
