package io.webhookguard.api.status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.webhookguard.api.error.ConfigurationException;
import io.webhookguard.api.store.Intervention.Authority;
import org.junit.jupiter.api.Test;

class StatusMachineTest {

  private static final StatusMachine PAYMENT =
      StatusMachine.named("payment")
          .states("pending", "processing", "succeeded", "failed", "disputed")
          .order("pending", "processing", "succeeded")
          .order("processing", "failed")
          .order("pending", "disputed")
          .terminal("succeeded", "failed")
          .build();

  @Test
  void whatComesLaterApplies() {
    assertThat(PAYMENT.judge("pending", "processing")).isEqualTo(new StatusVerdict.Apply());
    assertThat(PAYMENT.judge("pending", "succeeded")).isEqualTo(new StatusVerdict.Apply());
    assertThat(PAYMENT.before("succeeded")).containsExactly("pending", "processing");
    assertThat(PAYMENT.before("pending")).isEmpty();
  }

  @Test
  void whatIsThereIsTheSame() {
    assertThat(PAYMENT.judge("failed", "failed")).isEqualTo(new StatusVerdict.Same());
  }

  @Test
  void aPaymentThatSucceededNeverGoesBackToPending() {
    assertThat(PAYMENT.judge("succeeded", "pending"))
        .isEqualTo(new StatusVerdict.Stale("succeeded", false));
  }

  @Test
  void whatContradictsAFinalStateIsTold() {
    assertThat(PAYMENT.judge("succeeded", "failed"))
        .isEqualTo(new StatusVerdict.Terminal("succeeded"));
    assertThat(PAYMENT.judge("failed", "disputed")).isEqualTo(new StatusVerdict.Terminal("failed"));
  }

  @Test
  void onAnotherBranchTheFirstStays() {
    assertThat(PAYMENT.judge("disputed", "processing"))
        .isEqualTo(new StatusVerdict.Stale("disputed", true));
    assertThat(PAYMENT.judge("disputed", "succeeded"))
        .isEqualTo(new StatusVerdict.Stale("disputed", true));
  }

  @Test
  void aStateThatWasNotDeclaredIsNamed() {
    assertThatThrownBy(() -> PAYMENT.judge("pending", "refunded"))
        .isInstanceOfSatisfying(
            UnknownStatusException.class,
            e -> {
              assertThat(e.machine()).isEqualTo("payment");
              assertThat(e.status()).isEqualTo("refunded");
            })
        .hasMessageContaining("payment has no state \"refunded\"");
    assertThatThrownBy(() -> PAYMENT.judge("Pending", "pending"))
        .isInstanceOf(UnknownStatusException.class);
    assertThatThrownBy(() -> PAYMENT.before("")).isInstanceOf(UnknownStatusException.class);
    assertThatThrownBy(() -> PAYMENT.isTerminal("x")).isInstanceOf(UnknownStatusException.class);
    Authority by = new Authority("ops", "the bank called");
    assertThatThrownBy(() -> PAYMENT.override("17", "succeeded", "refunded", by))
        .isInstanceOf(UnknownStatusException.class);
  }

  @Test
  void anOverrideSaysWhatAndWhy() {
    Authority by = new Authority("ops", "the bank called");

    StatusOverride override = PAYMENT.override("17\n", "succeeded", "pending", by);

    assertThat(override.detail())
        .isEqualTo("payment 17?: succeeded becomes pending: the bank called");
  }

  @Test
  void aCircleIsRefused() {
    refused(
        StatusMachine.named("m").states("a", "b", "c").order("a", "b", "c").order("c", "a"),
        "state a comes before itself");
    refused(StatusMachine.named("m").states("a").order("a", "a"), "comes before itself");
  }

  @Test
  void whatFollowsATerminalStateIsRefused() {
    refused(
        StatusMachine.named("m").states("a", "b").order("a", "b").terminal("a"),
        "state a is terminal, but [b] come after it");
  }

  @Test
  void whatWasNotDeclaredIsRefused() {
    refused(StatusMachine.named("m").states("a").order("a", "b"), "has \"b\", which is not one");
    refused(StatusMachine.named("m").states("a").terminal("b"), "has \"b\", which is not one");
    refused(StatusMachine.named("m"), "1 to 64 states, got 0");
  }

  @Test
  void namesThatADatabaseMayConfuseAreRefused() {
    refused(StatusMachine.named("m").states("paid", "PAID"), "differ in nothing but case");
    refused(StatusMachine.named("m").states("paid "), "a state is 1 to 64");
    assertThatThrownBy(() -> StatusMachine.named("A B")).isInstanceOf(ConfigurationException.class);
  }

  private static void refused(StatusMachine.Builder builder, String why) {
    assertThatThrownBy(builder::build)
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining(why);
  }
}
