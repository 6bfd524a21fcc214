package io.webhookguard.server.forward;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HeaderTextTest {

  @ParameterizedTest
  @ValueSource(strings = {"evt_1", "a b", "%s", "100%", "'; DROP TABLE x;--", "{a}{b}", "../.."})
  @DisplayName("visible ASCII stands as it is")
  void asciiStands(String text) {
    assertThat(HeaderText.of(text)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "é|UTF-8''%C3%A9",
        "e\u0301|UTF-8''e%CC%81",
        "a\u202eb|UTF-8''a%E2%80%AEb",
        "\uD83D\uDE00|UTF-8''%F0%9F%98%80",
        "é %'|UTF-8''%C3%A9%20%25%27",
        "UTF-8''x|UTF-8''UTF-8%27%27x",
        "utf-8''x|UTF-8''utf-8%27%27x"
      })
  @DisplayName("everything else is an extended value of RFC 8187")
  void otherTextIsEncoded(String text, String expected) {
    assertThat(HeaderText.of(text)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\r\nX-Evil: 1", "a\nb", "a\u0000b", "a\u0085b", "\ta"})
  @DisplayName("nothing ends a header line")
  void noLineBreaks(String text) {
    assertThat(HeaderText.of(text)).matches("[!-~]+").startsWith("UTF-8''");
  }
}
