package io.webhookguard.testsupport.servers;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.opentest4j.TestAbortedException;

final class MissingServerTest {

  private static final String MESSAGE =
      "no PostgreSQL for tests: GUARD_TEST_PG_URL is not set; nothing is here";

  @Test
  void aBuildServerFailsTheTest() {
    assertThatThrownBy(() -> MissingServer.refuse(ServerKind.POSTGRES, "nothing is here", true))
        .isInstanceOf(AssertionError.class)
        .hasMessage(MESSAGE);
  }

  @Test
  void anywhereElseTheTestIsSkippedWithTheReason() {
    assertThatThrownBy(() -> MissingServer.refuse(ServerKind.POSTGRES, "nothing is here", false))
        .isInstanceOf(TestAbortedException.class)
        .hasMessage(MESSAGE);
  }
}
