package io.webhookguard.core.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.webhookguard.api.error.ConfigurationException;
import io.webhookguard.api.event.Response;
import io.webhookguard.api.event.Route;
import io.webhookguard.core.handler.Handler;
import io.webhookguard.core.handler.RunPolicy;
import io.webhookguard.core.handler.Subscription;
import java.util.List;
import org.junit.jupiter.api.Test;

final class SubscriptionsTest {

  private static final Handler ANY = context -> Response.EMPTY;
  private static final Route SHOP = Route.main("shop");

  private static String taker(Subscriptions subscriptions, String type) {
    return subscriptions.closest(SHOP, type).map(taken -> taken.types().text()).orElse("nobody");
  }

  @Test
  void theClosestPatternTakesTheType() {
    Subscriptions subscriptions =
        Subscriptions.of(
            List.of(
                Subscription.of("shop", "*", ANY),
                Subscription.of("shop", "invoice.*", ANY),
                Subscription.of("shop", "invoice.payment.*", ANY),
                Subscription.of("shop", "invoice.paid", ANY)));

    assertThat(taker(subscriptions, "invoice.paid")).isEqualTo("invoice.paid");
    assertThat(taker(subscriptions, "invoice.payment.failed")).isEqualTo("invoice.payment.*");
    assertThat(taker(subscriptions, "invoice.void")).isEqualTo("invoice.*");
    assertThat(taker(subscriptions, "invoice")).isEqualTo("*");
  }

  @Test
  void aTypeThatNobodyNamesIsTakenByNobody() {
    Subscriptions subscriptions =
        Subscriptions.of(List.of(Subscription.of("shop", "invoice.*", ANY)));

    assertThat(taker(subscriptions, "order.paid")).isEqualTo("nobody");
    assertThat(subscriptions.takers("shop", "order.paid")).isEmpty();
    assertThat(subscriptions.takers("elsewhere", "invoice.paid")).isEmpty();
  }

  @Test
  void onePatternHasOneHandler() {
    List<Subscription> twice =
        List.of(Subscription.of("shop", "paid", ANY), Subscription.of("shop", "paid", ANY));

    assertThatThrownBy(() -> Subscriptions.of(twice))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("shop/main has two handlers for paid");
  }

  @Test
  void eachConsumerHasHandlersOfItsOwn() {
    Subscriptions subscriptions =
        Subscriptions.of(
            List.of(
                Subscription.of("shop", "billing", "paid", ANY, RunPolicy.DEFAULT),
                Subscription.of("shop", "mail", "paid", ANY, RunPolicy.DEFAULT),
                Subscription.of("shop", "mail", "void", ANY, RunPolicy.DEFAULT)));

    assertThat(subscriptions.takers("shop", "paid"))
        .containsExactly(new Route("shop", "billing"), new Route("shop", "mail"));
    assertThat(subscriptions.takers("shop", "void")).containsExactly(new Route("shop", "mail"));
  }
}
