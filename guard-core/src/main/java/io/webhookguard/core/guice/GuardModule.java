package io.webhookguard.core.guice;

import com.google.inject.AbstractModule;
import com.google.inject.Binder;
import com.google.inject.Provides;
import com.google.inject.Singleton;
import com.google.inject.multibindings.MapBinder;
import com.google.inject.multibindings.Multibinder;
import com.google.inject.multibindings.OptionalBinder;
import io.webhookguard.api.event.Route;
import io.webhookguard.api.store.GuardStore;
import io.webhookguard.core.EvidenceSource;
import io.webhookguard.core.GuardObserver;
import io.webhookguard.core.GuardTracing;
import io.webhookguard.core.Settings;
import io.webhookguard.core.Source;
import io.webhookguard.core.WebhookGuard;
import io.webhookguard.core.handler.CompensationSubscription;
import io.webhookguard.core.handler.FlowPolicy;
import io.webhookguard.core.handler.StepCodec;
import io.webhookguard.core.handler.Subscription;
import io.webhookguard.core.runtime.GuardRuntime;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Binds {@link WebhookGuard} as a singleton, not started.
 *
 * <p>It needs a {@link GuardStore} binding from a store's module. Sources and handlers are added to
 * the sets {@link #sources}, {@link #subscriptions} and {@link #compensations}. {@link Settings},
 * {@link GuardRuntime}, {@link EvidenceSource} and {@link GuardObserver} are used where they are
 * bound.
 */
public final class GuardModule extends AbstractModule {

  /** Makes the module. */
  public GuardModule() {}

  /** The set of sources, for modules that add to it. */
  public static Multibinder<Source> sources(Binder binder) {
    return Multibinder.newSetBinder(binder, Source.class);
  }

  /** The set of handlers, for modules that add to it. */
  public static Multibinder<Subscription> subscriptions(Binder binder) {
    return Multibinder.newSetBinder(binder, Subscription.class);
  }

  /** The limits of routes, for modules that add to them. */
  public static MapBinder<Route, FlowPolicy> flows(Binder binder) {
    return MapBinder.newMapBinder(binder, Route.class, FlowPolicy.class);
  }

  /** The set of compensations, for modules that add to it. */
  public static Multibinder<CompensationSubscription> compensations(Binder binder) {
    return Multibinder.newSetBinder(binder, CompensationSubscription.class);
  }

  @Override
  protected void configure() {
    sources(binder());
    flows(binder());
    subscriptions(binder());
    compensations(binder());
    OptionalBinder.newOptionalBinder(binder(), Settings.class)
        .setDefault()
        .toInstance(Settings.DEFAULT);
    OptionalBinder.newOptionalBinder(binder(), GuardObserver.class)
        .setDefault()
        .toInstance(GuardObserver.NONE);
    OptionalBinder.newOptionalBinder(binder(), GuardTracing.class)
        .setDefault()
        .toInstance(GuardTracing.NONE);
    OptionalBinder.newOptionalBinder(binder(), StepCodec.class)
        .setDefault()
        .toInstance(StepCodec.json());
    OptionalBinder.newOptionalBinder(binder(), GuardRuntime.class);
    OptionalBinder.newOptionalBinder(binder(), EvidenceSource.class);
  }

  @Provides
  @Singleton
  WebhookGuard guard(
      GuardStore store,
      Set<Source> sources,
      Set<Subscription> subscriptions,
      Set<CompensationSubscription> compensations,
      Settings settings,
      GuardObserver observer,
      GuardTracing tracing,
      StepCodec codec,
      Map<Route, FlowPolicy> flows,
      Optional<GuardRuntime> runtime,
      Optional<EvidenceSource> evidence) {
    WebhookGuard.Builder builder =
        WebhookGuard.builder()
            .store(store)
            .source(sources.toArray(Source[]::new))
            .subscription(subscriptions.toArray(Subscription[]::new))
            .compensation(compensations.toArray(CompensationSubscription[]::new))
            .settings(settings)
            .observer(observer)
            .tracing(tracing)
            .stepCodec(codec);
    flows.forEach(builder::flow);
    runtime.ifPresent(builder::runtime);
    evidence.ifPresent(builder::evidence);
    return builder.build();
  }
}
