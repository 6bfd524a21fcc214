package io.webhookguard.store.sql.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.webhookguard.api.error.ConfigurationException;
import io.webhookguard.api.error.CorruptStateException;
import io.webhookguard.api.error.GuardException;
import io.webhookguard.api.error.OutcomeUnknownException;
import io.webhookguard.api.error.SchemaMismatchException;
import io.webhookguard.api.error.StoreUnavailableException;
import java.sql.SQLException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class SqlFaultsTest {

  private static final Map<Fault, Class<? extends GuardException>> EXPECTED =
      Map.ofEntries(
          Map.entry(Fault.BUSY, StoreUnavailableException.class),
          Map.entry(Fault.FULL, StoreUnavailableException.class),
          Map.entry(Fault.READ_ONLY, ConfigurationException.class),
          Map.entry(Fault.CANNOT_OPEN, ConfigurationException.class),
          Map.entry(Fault.LOGIN, ConfigurationException.class),
          Map.entry(Fault.NO_LOGIN, ConfigurationException.class),
          Map.entry(Fault.FORBIDDEN, ConfigurationException.class),
          Map.entry(Fault.WRONG_KIND, ConfigurationException.class),
          Map.entry(Fault.CORRUPT, CorruptStateException.class),
          Map.entry(Fault.SCHEMA, SchemaMismatchException.class),
          Map.entry(Fault.CONSTRAINT, CorruptStateException.class),
          Map.entry(Fault.UNAVAILABLE, StoreUnavailableException.class));

  private final SQLException failure = new SQLException("commit of 'secret' failed", "XX", 7);

  @ParameterizedTest
  @EnumSource(Fault.class)
  void everyFaultHasItsExceptionWithAdvice(Fault fault) {
    GuardException exception = new SqlFaults(code -> fault, "the file").nothingHappened(failure);

    assertThat(exception).isInstanceOf(EXPECTED.get(fault)).hasCause(failure);
    assertThat(exception.getMessage())
        .startsWith("the file ")
        .matches(".*[:;(].*")
        .doesNotContain("\n");
    // What a server says of a right that is missing names the user and the table, never a value.
    assertThat(String.valueOf(exception.getMessage()).contains("secret"))
        .isEqualTo(fault == Fault.FORBIDDEN);
  }

  @Test
  void whatTheServerSaysOfAMissingRightIsMadeSafeForALine() {
    SQLException missing =
        new SQLException("permission denied for sequence s\n" + "x".repeat(1_000));

    assertThat(new SqlFaults(code -> Fault.FORBIDDEN, "the file").nothingHappened(missing))
        .hasMessageContaining("(permission denied for sequence s?xxx")
        .hasMessageNotContaining("\n")
        .hasMessageNotContaining("x".repeat(200));
  }

  @Test
  void causeIsFoundUnderneathAndOtherFailuresStay() {
    SqlFaults faults = new SqlFaults(code -> Fault.BUSY, "the file");
    RuntimeException own = new IllegalArgumentException("too many");

    assertThat(faults.nothingHappened(new RuntimeException(new SqlFailure(failure))))
        .isInstanceOf(StoreUnavailableException.class)
        .hasCause(failure);
    assertThat(faults.nothingHappened(own)).isSameAs(own);
  }

  @Test
  void failedCommitIsUnknown() {
    assertThat(new SqlFaults(code -> Fault.UNAVAILABLE, "the file").commitFailed(failure))
        .isInstanceOf(OutcomeUnknownException.class)
        .hasMessageContaining("ask by the call's ids");
  }
}
