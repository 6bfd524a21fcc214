package io.webhookguard.torture.worker;

import io.webhookguard.adapter.LaneSource;
import io.webhookguard.adapter.stripe.StripeAdapter;
import io.webhookguard.api.event.Route;
import io.webhookguard.api.provider.ProviderAdapter;
import io.webhookguard.api.provider.Secrets;
import io.webhookguard.api.store.GuardStore;
import io.webhookguard.api.store.HeadOfLine;
import io.webhookguard.core.Settings;
import io.webhookguard.core.Source;
import io.webhookguard.core.WebhookGuard;
import io.webhookguard.core.handler.Handler;
import io.webhookguard.core.handler.InDoubt;
import io.webhookguard.core.handler.ProbedHandler;
import io.webhookguard.core.handler.RetryPolicy;
import io.webhookguard.core.handler.RunPolicy;
import io.webhookguard.core.handler.Subscription;
import io.webhookguard.torture.plan.Workload;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;

/** Puts a guard together for all workloads, each a source with a secret of its own. */
public final class Guards {

  private static final RetryPolicy SOON =
      RetryPolicy.DEFAULT
          .withAttempts(RetryPolicy.MAX_ATTEMPTS)
          .withDelays(Duration.ofMillis(20), 1.5, Duration.ofMillis(200));

  private static final RunPolicy POLICY =
      RunPolicy.DEFAULT.withRetry(SOON).withHeadOfLine(HeadOfLine.SKIP_DEAD);

  private Guards() {}

  /** The secret that a workload's deliveries are signed with. */
  public static String secretOf(Workload workload) {
    return "whsec_torture_of_" + workload.source() + "_0123456789";
  }

  /** What a guard is made of. */
  public record Parts(
      GuardStore store,
      Settings settings,
      String node,
      List<Workload> workloads,
      Business business,
      Business.Connections connections,
      UnaryOperator<ProviderAdapter> adapters) {}

  /** A guard, not started. */
  public static WebhookGuard of(Parts parts) {
    WebhookGuard.Builder guard =
        WebhookGuard.builder()
            .store(parts.store())
            .settings(parts.settings())
            .nodeName(parts.node());
    for (Workload workload : parts.workloads()) {
      guard.source(
          Source.named(workload.source(), parts.adapters().apply(adapter(workload)))
              .secrets(Secrets.of(secretOf(workload)))
              .build());
      add(guard, workload, parts);
    }
    return guard.build();
  }

  private static ProviderAdapter adapter(Workload workload) {
    StripeAdapter.Builder adapter = StripeAdapter.builder();
    return workload.hasLanes() ? adapter.build() : adapter.lane(LaneSource.NONE).build();
  }

  private static void add(WebhookGuard.Builder guard, Workload workload, Parts parts) {
    Business business = parts.business();
    switch (workload) {
      case TX ->
          guard.transactionalHandler(
              workload.source(), Route.MAIN_CONSUMER, "*", business::inTheGuards, POLICY);
      case OWN ->
          add(guard, workload, context -> business.inItsOwn(context, parts.connections()), POLICY);
      case KEYED -> add(guard, workload, context -> business.atTheBank(context, true), POLICY);
      case FREE -> add(guard, workload, context -> business.atTheBank(context, false), POLICY);
      case PARKED ->
          add(
              guard,
              workload,
              context -> business.atTheBank(context, false),
              POLICY.withInDoubt(InDoubt.PARK));
      case STEPS -> add(guard, workload, business::inSteps, POLICY);
      case PROBED ->
          guard.subscription(
              Subscription.probed(
                  workload.source(),
                  Route.MAIN_CONSUMER,
                  "*",
                  ProbedHandler.of(context -> business.atTheBank(context, false), business::probe),
                  POLICY));
    }
  }

  private static void add(
      WebhookGuard.Builder guard, Workload workload, Handler handler, RunPolicy policy) {
    guard.handler(workload.source(), Route.MAIN_CONSUMER, "*", handler, policy);
  }
}
