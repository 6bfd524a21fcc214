package io.webhookguard.core.guice;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.inject.AbstractModule;
import com.google.inject.Guice;
import com.google.inject.Injector;
import com.google.inject.multibindings.OptionalBinder;
import io.webhookguard.api.event.Response;
import io.webhookguard.api.provider.Disposition;
import io.webhookguard.api.provider.ProviderAdapter;
import io.webhookguard.api.provider.ProviderProfile;
import io.webhookguard.api.provider.ProviderResponse;
import io.webhookguard.api.provider.RawRequest;
import io.webhookguard.api.provider.Rejection;
import io.webhookguard.api.provider.Secrets;
import io.webhookguard.api.provider.StandardResponses;
import io.webhookguard.api.provider.Verification;
import io.webhookguard.api.store.GuardStore;
import io.webhookguard.core.Settings;
import io.webhookguard.core.SharedDatabase;
import io.webhookguard.core.Source;
import io.webhookguard.core.WebhookGuard;
import io.webhookguard.core.handler.Handler;
import io.webhookguard.core.handler.Subscription;
import io.webhookguard.store.memory.MemoryStore;
import java.time.Duration;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;

final class GuardModuleTest {

  private record Closed() implements ProviderAdapter {

    @Override
    public ProviderProfile profile() {
      return new ProviderProfile("closed", Duration.ofDays(1), Duration.ofSeconds(1));
    }

    @Override
    public Verification verify(RawRequest request, Secrets secrets, InstantSource clock) {
      return new Verification.Rejected(Rejection.SIG_MISSING);
    }

    @Override
    public ProviderResponse respond(Disposition disposition) {
      return StandardResponses.to(disposition);
    }
  }

  /** What an application adds. */
  private static final class Shop extends AbstractModule {
    @Override
    protected void configure() {
      bind(GuardStore.class).toInstance(new SharedDatabase(new MemoryStore()));
      GuardModule.sources(binder())
          .addBinding()
          .toInstance(
              Source.named("shop", new Closed())
                  .secrets(Secrets.of("a-secret-of-enough-bytes"))
                  .build());
      GuardModule.subscriptions(binder())
          .addBinding()
          .toInstance(Subscription.of("shop", "*", Handler.of(context -> {})));
      GuardModule.subscriptions(binder())
          .addBinding()
          .toInstance(
              Subscription.transactional("shop", "paid", (context, connection) -> Response.EMPTY));
      OptionalBinder.newOptionalBinder(binder(), Settings.class)
          .setBinding()
          .toInstance(Settings.DEFAULT.withWorkers(2));
    }
  }

  @Test
  void aGuardIsBoundOnceFromWhatTheModulesAdd() {
    Injector injector = Guice.createInjector(new GuardModule(), new Shop());

    WebhookGuard guard = injector.getInstance(WebhookGuard.class);

    assertThat(guard.knows("shop")).isTrue();
    assertThat(injector.getInstance(WebhookGuard.class)).isSameAs(guard);
    guard.close();
  }
}
