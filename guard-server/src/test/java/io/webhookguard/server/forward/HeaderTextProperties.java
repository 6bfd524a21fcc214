package io.webhookguard.server.forward;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.StringLength;

class HeaderTextProperties {

  @Property
  @Label("every value fits a header line and has one reading")
  void everyValueHasOneReading(@ForAll @StringLength(min = 1, max = 50) String text) {
    String valid = new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);

    String value = HeaderText.of(valid);

    assertThat(value).matches("[ -~]+");
    assertThat(read(value)).isEqualTo(valid);
  }

  private static String read(String value) {
    return value.startsWith("UTF-8''")
        ? URLDecoder.decode(
            value.substring("UTF-8''".length()).replace("+", "%2B"), StandardCharsets.UTF_8)
        : value;
  }
}
