package io.webhookguard.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.webhookguard.api.error.StoreUnavailableException;
import io.webhookguard.api.event.EventState;
import io.webhookguard.api.event.Payload;
import io.webhookguard.api.ledger.DecisionKind;
import io.webhookguard.api.ledger.LedgerEntry;
import io.webhookguard.api.provider.Disposition;
import io.webhookguard.api.provider.Evidence;
import io.webhookguard.api.provider.ProviderAdapter;
import io.webhookguard.api.provider.ProviderProfile;
import io.webhookguard.api.provider.ProviderResponse;
import io.webhookguard.api.provider.RawRequest;
import io.webhookguard.api.provider.Rejection;
import io.webhookguard.api.provider.Secrets;
import io.webhookguard.api.provider.StandardResponses;
import io.webhookguard.api.provider.Verification;
import io.webhookguard.core.handler.Handler;
import io.webhookguard.core.runtime.GuardRuntime;
import io.webhookguard.core.runtime.Scheduler;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

final class RefusalTest {

  private static final String PAID = StubAdapter.event("e1", "paid");
  private static final Handler NOTHING = Handler.of(context -> {});
  private static final URI CERTIFICATE = URI.create("https://example.test/certificate");

  private final World world = new World();

  /** An adapter that judges as the test says. */
  private record Judge(Verdict verdict) implements ProviderAdapter {

    private interface Verdict {
      Verification on(RawRequest request);
    }

    @Override
    public ProviderProfile profile() {
      return new ProviderProfile("judge", Duration.ofDays(1), Duration.ofSeconds(5));
    }

    @Override
    public Verification verify(RawRequest request, Secrets secrets, InstantSource clock) {
      return verdict.on(request);
    }

    @Override
    public ProviderResponse respond(Disposition disposition) {
      return StandardResponses.to(disposition);
    }
  }

  private WebhookGuard judged(Judge.Verdict verdict, EvidenceSource evidence) {
    return judged(verdict, evidence, world.builder());
  }

  private WebhookGuard judged(
      Judge.Verdict verdict, EvidenceSource evidence, WebhookGuard.Builder builder) {
    Source court =
        Source.named("court", new Judge(verdict)).secrets(Secrets.of(StubAdapter.SECRET)).build();
    WebhookGuard guard =
        builder.source(court).handler("court", "*", NOTHING).evidence(evidence).build();
    guard.start();
    return guard;
  }

  private WebhookGuard judged(Judge.Verdict verdict) {
    return judged(verdict, (source, wanted) -> CompletableFuture.failedFuture(new Error("none")));
  }

  private ProviderResponse court(WebhookGuard guard) {
    CompletionStage<ProviderResponse> answer = guard.receive("court", StubAdapter.request(PAID));
    world.time.settleDown();
    return World.answered(answer);
  }

  private List<LedgerEntry> rejections() {
    return world.memory.ledger().scan(0, 500).entries().stream()
        .filter(entry -> entry.kind() == DecisionKind.REJECTED)
        .toList();
  }

  @Test
  void aForgedRequestIsRefusedAndLeavesNoRowButACount() {
    WebhookGuard guard = world.node(NOTHING);

    for (int i = 0; i < 3; i++) {
      CompletionStage<ProviderResponse> answer =
          guard.receive(World.SHOP, StubAdapter.signed("a-forged-secret-of-that-size", PAID));
      assertThat(World.answered(answer).status()).isEqualTo(401);
    }
    assertThat(rejections()).isEmpty();
    world.advance(Duration.ofSeconds(61));

    assertThat(rejections()).hasSize(1);
    assertThat(rejections().get(0).count()).isEqualTo(3);
    assertThat(rejections().get(0).detail()).isEqualTo("sig_mismatch");
    assertThat(world.memory.events().find(world.key("e1"))).isEmpty();
  }

  @Test
  void anUnknownSourceIsRefusedAndLeavesNoRowAtAll() {
    WebhookGuard guard = world.node(NOTHING);

    CompletionStage<ProviderResponse> answer =
        guard.receive("no\u0000such", StubAdapter.request(PAID));
    world.advance(Duration.ofMinutes(2));

    assertThat(World.answered(answer).status()).isEqualTo(404);
    assertThat(guard.knows("no\u0000such")).isFalse();
    assertThat(rejections()).isEmpty();
  }

  @Test
  void aBodyBeyondTheLimitIsRefused() {
    WebhookGuard guard = world.source(source -> source.maxBodyBytes(10)).node(NOTHING);

    assertThat(guard.maxBodyBytes(World.SHOP)).isEqualTo(10);
    assertThat(world.deliver(guard, PAID).status()).isEqualTo(413);
  }

  @Test
  void theFrontRefusesThroughTheGuardSoThatItIsCounted() {
    WebhookGuard guard = world.node(NOTHING);

    ProviderResponse answer = guard.refuse(World.SHOP, Rejection.TIMEOUT);
    world.advance(Duration.ofMinutes(2));

    assertThat(answer.status()).isEqualTo(408);
    assertThat(rejections()).singleElement().extracting(LedgerEntry::detail).isEqualTo("timeout");
  }

  @Test
  void beforeItsStartAndAfterItsStopTheGuardTakesNothing() {
    WebhookGuard guard = world.builder().handler(World.SHOP, "*", NOTHING).build();
    assertThat(world.deliver(guard, PAID).status()).isEqualTo(503);

    guard.start();
    guard.stop(Duration.ZERO);
    world.time.settleDown();

    ProviderResponse answer = world.deliver(guard, PAID);
    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.headers()).containsKey("Retry-After");
    assertThat(world.memory.events().find(world.key("e1"))).isEmpty();
  }

  @Test
  void anAdapterThatThrowsIsAnswered503AndNothingIsRecorded() {
    WebhookGuard guard =
        judged(
            request -> {
              throw new IllegalStateException("a bug");
            });

    assertThat(court(guard).status()).isEqualTo(503);
  }

  @Test
  void aBodyThatExhaustsTheStackIsTooDeep() {
    WebhookGuard guard =
        judged(
            request -> {
              throw new StackOverflowError();
            });

    assertThat(court(guard).status()).isEqualTo(400);
  }

  @Test
  void aHandshakeIsAnsweredAndNotRecorded() {
    ProviderResponse hello = ProviderResponse.json(200, "{\"hello\":true}");
    WebhookGuard guard = judged(request -> new Verification.Handshake(hello));

    assertThat(court(guard)).isEqualTo(hello);
  }

  @Test
  void evidenceIsObtainedAndTheRequestJudgedAgain() {
    Evidence found = new Evidence.Certificate(CERTIFICATE, Payload.of("", new byte[0]));
    WebhookGuard guard =
        judged(
            request ->
                request.evidence().isEmpty()
                    ? new Verification.Needs(new Evidence.Wanted.CertificateAt(CERTIFICATE))
                    : new Verification.Rejected(Rejection.CERTIFICATE),
            (source, wanted) -> CompletableFuture.completedFuture(found));

    assertThat(court(guard).status()).isEqualTo(401);
  }

  @Test
  void evidenceThatCannotBeHadIsNoReasonToRefuse() {
    Judge.Verdict needy =
        request -> new Verification.Needs(new Evidence.Wanted.CertificateAt(CERTIFICATE));

    assertThat(court(judged(needy)).status()).isEqualTo(503);
  }

  @Test
  void evidenceThatNeverComesIsNotWaitedForWithoutEnd() {
    WebhookGuard guard =
        judged(
            request -> new Verification.Needs(new Evidence.Wanted.CertificateAt(CERTIFICATE)),
            (source, wanted) -> new CompletableFuture<>());
    CompletionStage<ProviderResponse> answer = guard.receive("court", StubAdapter.request(PAID));

    world.advance(Duration.ofSeconds(4));

    assertThat(World.answered(answer).status()).isEqualTo(503);
  }

  @Test
  void evidenceForWhichNoTimerCanBeSetIsNotAskedFor() {
    AtomicBoolean noThreads = new AtomicBoolean();
    GuardRuntime host = world.time.process().runtime(1);
    Scheduler breaking =
        (delay, task) -> {
          if (noThreads.get()) {
            throw new InternalError("no thread can be made");
          }
          return host.scheduler().after(delay, task);
        };
    GuardRuntime runtime =
        GuardRuntime.of(
            host.handlers(),
            host.background(),
            breaking,
            host.clock(),
            host::nanoTime,
            host.random());
    WebhookGuard guard =
        judged(
            request -> new Verification.Needs(new Evidence.Wanted.CertificateAt(CERTIFICATE)),
            (source, wanted) -> {
              throw new AssertionError("nobody could end this");
            },
            world.builder().runtime(runtime));
    noThreads.set(true);

    assertThat(court(guard).status()).isEqualTo(503);
  }

  @Test
  void anAbsentStoreIsAnswered503AndTheNextDeliveryIsTaken() {
    WebhookGuard guard = world.node(NOTHING);
    world.store().fail("admit", FaultyStore.Fault.UNAVAILABLE);

    assertThat(world.deliver(guard, PAID).status()).isEqualTo(503);
    assertThat(world.deliver(guard, PAID).status()).isEqualTo(200);
    assertThat(world.state("e1")).isEqualTo(EventState.COMPLETE);
  }

  @Test
  void secretsThatCannotBeReadFailClosed() {
    Source shop =
        Source.named("locked", new StubAdapter())
            .secrets(
                () -> {
                  throw new StoreUnavailableException("the vault is away");
                })
            .build();
    WebhookGuard guard = world.builder().source(shop).handler("locked", "*", NOTHING).build();
    guard.start();

    assertThat(World.answered(guard.receive("locked", StubAdapter.request(PAID))).status())
        .isEqualTo(503);
  }
}
