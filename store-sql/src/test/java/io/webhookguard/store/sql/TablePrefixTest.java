package io.webhookguard.store.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TablePrefixTest {

  @ParameterizedTest
  @ValueSource(strings = {"guard_", "_", "a", "a123456789012345678901234567890"})
  void goodPrefixesStandInPlaceOfTheMark(String text) {
    assertThat(new TablePrefix(text).applyTo("select 1 from ${prefix}event ${prefix}x"))
        .isEqualTo("select 1 from " + text + "event " + text + "x");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Guard_",
        "1a",
        "a-b",
        "a b",
        "a;drop table x",
        "a\"",
        "a.b",
        "ä",
        "a\n",
        "a1234567890123456789012345678901"
      })
  void whatCouldBeMoreThanANameIsRefused(String text) {
    assertThatThrownBy(() -> new TablePrefix(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void defaultIsGuard() {
    assertThat(TablePrefix.DEFAULT.text()).isEqualTo("guard_");
  }
}
