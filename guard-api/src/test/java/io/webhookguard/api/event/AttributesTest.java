package io.webhookguard.api.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AttributesTest {

  @Test
  void whatWasEncodedComesBack() {
    Map<String, String> entries = new LinkedHashMap<>();
    entries.put("api-version", "2026-07-29.dahlia");
    entries.put("odd", "a=b\\n\\\nc\r é 😀");
    entries.put("empty", "");

    Attributes attributes = Attributes.of(entries);

    assertThat(Attributes.decode(attributes.encode())).isEqualTo(attributes);
    assertThat(Attributes.decode(Attributes.EMPTY.encode())).isEqualTo(Attributes.EMPTY);
  }

  @Test
  void bytesThatWereNotEncodedHereAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Attributes.decode("no equals".getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void valuesStayOutOfTexts() {
    assertThat(Attributes.of(Map.of("api-version", "s3cret")).toString()).doesNotContain("s3cret");
  }

  @Test
  void countAndLengthAreBounded() {
    Map<String, String> many = new LinkedHashMap<>();
    for (int i = 0; i <= Attributes.MAX_ENTRIES; i++) {
      many.put("a" + i, "");
    }

    assertThatIllegalArgumentException().isThrownBy(() -> Attributes.of(many));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Attributes.of(Map.of("a", "x".repeat(Attributes.MAX_VALUE_CHARS + 1))));
  }
}
