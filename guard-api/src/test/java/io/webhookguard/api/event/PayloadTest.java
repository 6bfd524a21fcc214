package io.webhookguard.api.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.ReadOnlyBufferException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class PayloadTest {

  @Test
  void nobodyCanChangeItsBytes() {
    byte[] bytes = "{}".getBytes(StandardCharsets.UTF_8);
    Payload payload = Payload.of("application/json", bytes);

    bytes[0] = 'x';
    payload.toByteArray()[1] = 'x';

    assertThat(payload.toByteArray()).asString().isEqualTo("{}");
    assertThatExceptionOfType(ReadOnlyBufferException.class)
        .isThrownBy(() -> payload.asBuffer().put(0, (byte) 'x'));
  }

  @Test
  void itsTextShowsTheSizeAlone() {
    Payload payload = Payload.of("", "card 4242".getBytes(StandardCharsets.UTF_8));

    assertThat(payload.toString()).isEqualTo("Payload[9 bytes]");
  }

  @Test
  void aContentTypeThatCouldSplitAHeaderIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Payload.of("text/plain\r\nX: y", new byte[0]));
  }

  @Test
  void ofAResponseThatIsTooLargeTheDigestStays() {
    byte[] large = new byte[Response.MAX_BODY_BYTES + 1];

    Response response = Response.of(200, "text/plain", large);

    assertThat(response.body()).isEmpty();
    assertThat(response.bodySha256()).isEqualTo(Sha256.of(large));
    assertThat(Response.of(200, "", new byte[Response.MAX_BODY_BYTES]).body()).isPresent();
  }
}
