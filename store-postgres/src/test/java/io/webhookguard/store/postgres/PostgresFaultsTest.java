package io.webhookguard.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postgresql.util.PSQLException;
import org.postgresql.util.PSQLState;
import org.postgresql.util.ServerErrorMessage;

/** What is certain after a failure, whatever language the server speaks. */
final class PostgresFaultsTest {

  @ParameterizedTest
  @CsvSource({"ERROR", "FEHLER", "ERREUR", "ОШИБКА"})
  void aRefusalInAnyLanguageHasNotHappened(String severity) {
    PSQLException failure = said(severity, "40P01");

    assertThat(PostgresFaults.isRefusal(failure)).isTrue();
    assertThat(PostgresFaults.isMadeAgain(failure)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"FATAL", "PANIC"})
  void theEndOfASessionIsNoRefusal(String severity) {
    assertThat(PostgresFaults.isRefusal(said(severity, "57P01"))).isFalse();
  }

  /** Behind what ends a session the driver finds the end of the connection. */
  @Test
  void theEndOfASessionIsKnownInOtherLanguagesByTheConnectionsEnd() {
    PSQLException failure = said("SCHWERWIEGEND", "57P01");
    failure.setNextException(new PSQLException("no more", PSQLState.CONNECTION_FAILURE));

    assertThat(PostgresFaults.isRefusal(failure)).isFalse();
  }

  @Test
  void whatTheServerDidNotSayIsNoRefusal() {
    assertThat(
            PostgresFaults.isRefusal(new PSQLException("no answer", PSQLState.COMMUNICATION_ERROR)))
        .isFalse();
    assertThat(PostgresFaults.isRefusal(new SQLException("closed", "40001"))).isFalse();
  }

  private static PSQLException said(String severity, String state) {
    return new PSQLException(
        new ServerErrorMessage("S" + severity + "\0C" + state + "\0Mit is so\0"));
  }
}
