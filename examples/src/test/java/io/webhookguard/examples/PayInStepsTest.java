package io.webhookguard.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.webhookguard.api.event.EventKey;
import io.webhookguard.api.event.EventState;
import io.webhookguard.api.event.FailureReason;
import io.webhookguard.api.event.Problem;
import io.webhookguard.api.event.Route;
import io.webhookguard.api.event.Status;
import io.webhookguard.api.store.EventQuery;
import io.webhookguard.api.store.PageRequest;
import io.webhookguard.core.WebhookGuard;
import io.webhookguard.core.handler.Handler;
import io.webhookguard.core.handler.PermanentFailure;
import io.webhookguard.core.handler.RetryPolicy;
import io.webhookguard.core.handler.RunPolicy;
import io.webhookguard.core.handler.Subscription;
import io.webhookguard.store.memory.MemoryStore;
import java.io.IOException;
import java.net.ConnectException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** The examples of steps, probes and classifications do what the guide says. */
class PayInStepsTest {

  private static final RunPolicy SOON =
      RunPolicy.DEFAULT.withRetry(
          RetryPolicy.DEFAULT.withDelays(Duration.ofMillis(1), 1, Duration.ofMillis(1)));

  private final List<String> paid = new ArrayList<>();
  private final AtomicInteger calls = new AtomicInteger();

  /** Pays, and the first time says nothing of it. */
  private final class Forgetful implements PayInSteps.Bank {

    private final boolean silent;

    Forgetful(boolean silent) {
      this.silent = silent;
    }

    @Override
    public PayInSteps.Receipt pay(String key, long cents) throws IOException {
      paid.add(key);
      if (silent) {
        throw new IOException("no answer");
      }
      return new PayInSteps.Receipt("r" + paid.size(), cents);
    }

    @Override
    public Optional<PayInSteps.Receipt> find(String order) {
      return paid.isEmpty() ? Optional.empty() : Optional.of(new PayInSteps.Receipt("r1", 4200));
    }
  }

  private Status endOf(Subscription subscription) throws Exception {
    try (WebhookGuard guard =
        WebhookGuard.builder()
            .store(new MemoryStore())
            .source(BookByHttp.source())
            .subscription(subscription)
            .build()) {
      guard.start();
      guard.receive("stripe-live", ChargeOnce.delivery()).toCompletableFuture().get();
      EventKey key = guard.search(EventQuery.ALL, PageRequest.first(1)).events().get(0).key();
      Awaitility.await()
          .until(
              () -> {
                EventState state = guard.find(key).orElseThrow().state();
                return state == EventState.COMPLETE || state == EventState.FAILED;
              });
      return guard.find(key).orElseThrow().status();
    }
  }

  private static Subscription to(Handler handler, RunPolicy policy) {
    return Subscription.of("stripe-live", Route.MAIN_CONSUMER, "*", handler, policy);
  }

  @Test
  void whatFailsBehindAStepDoesNotRepeatIt() throws Exception {
    List<String> mails = new ArrayList<>();
    Handler handler =
        PayInSteps.inSteps(
            new Forgetful(false),
            (key, text) -> {
              if (calls.incrementAndGet() < 3) {
                throw new IOException("no mail today");
              }
              mails.add(text);
            });

    assertThat(endOf(to(handler, SOON))).isInstanceOf(Status.Complete.class);
    assertThat(paid).hasSize(1);
    assertThat(mails).containsExactly("paid, receipt r1");
  }

  @Test
  void whatTheProbeFindsIsNotPaidAgain() throws Exception {
    assertThat(endOf(PayInSteps.probed(new Forgetful(true)))).isInstanceOf(Status.Complete.class);
    assertThat(paid).hasSize(1);
  }

  @Test
  void aClassificationKnowsWhatALibraryThrows() throws Exception {
    Handler refusing =
        Handler.of(
            event -> {
              switch (calls.incrementAndGet()) {
                case 1 -> throw new ConnectException("nobody there");
                case 2 -> throw new IllegalArgumentException("no such account");
                default -> throw new PermanentFailure(Problem.of("never"));
              }
            });
    RunPolicy policy = PayInSteps.policy().withRetry(SOON.retry());

    assertThat(endOf(to(refusing, policy)))
        .isInstanceOfSatisfying(
            Status.Failed.class,
            failed -> assertThat(failed.reason()).isEqualTo(FailureReason.PERMANENT));
    assertThat(calls).hasValue(2);
  }
}
