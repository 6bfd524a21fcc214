package io.webhookguard.store.sql.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.webhookguard.api.store.PageRequest.Cursor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CursorsTest {

  @Test
  void cursorLeadsBackToItsPlace() {
    assertThat(Cursors.parse(Cursors.after(42), 42)).isEqualTo(42);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"42", "42-00000000", "-1-00000000", "0-00000000", "x", "99999999999999999999-0"})
  void madeUpCursorsAreRefused(String text) {
    assertThatThrownBy(() -> Cursors.parse(new Cursor(text), Long.MAX_VALUE))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void cursorBeyondTheNewestAdmissionIsRefused() {
    assertThatThrownBy(() -> Cursors.parse(Cursors.after(43), 42))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
