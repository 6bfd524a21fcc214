package io.webhookguard.conformance.vectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonParseException;
import io.webhookguard.api.provider.Rejection;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class VectorsTest {

  private static final String REST =
      "\"headers\":{},\"body\":\"\",\"now_epoch\":1,\"expect\":\"valid\"";

  @Test
  @DisplayName("every member of the format is read, and notes are left alone")
  void readsEveryMember() throws IOException {
    Vector vector =
        read("""
                [{"id": "acme/all", "secrets": ["a-secret-of-16-bytes", "b-secret-of-16-bytes"],
                  "headers": {"X-Sign": ["one", "two"], "Content-Type": "text/plain"},
                  "body_base64": "/wA=", "url": "https://h/p", "now_epoch": 12,
                  "tolerance_seconds": 300, "expect": "invalid", "reason": "duplicate_header",
                  "level": "should", "run_with_default_locale": ["ar-EG"],
                  "must_not_fetch": true, "sdk_observed": {"lib 1": "valid"},
                  "note": {"deep": [1, {"er": null}]}, "certificate_ref": "acme/pem"},
                 {"id": "acme/pem", "secret": "x", "headers": {}, "body": "é", "url": null,
                  "now_epoch": 0, "expect": "valid", "certificate_pem": "-----"}]
                """)
            .get(0);

    assertThat(vector.name()).isEqualTo("all");
    assertThat(vector.isOf("acme")).isTrue();
    assertThat(vector.isOf("acm")).isFalse();
    assertThat(vector.liveSecrets().all()).hasSize(2);
    assertThat(vector.request().headers().all("x-sign")).containsExactly("one", "two");
    assertThat(vector.request().body().toByteArray()).containsExactly(0xff, 0);
    assertThat(vector.request().body().contentType()).isEqualTo("text/plain");
    assertThat(vector.request().url()).isEqualTo("https://h/p");
    assertThat(vector.now()).isEqualTo(Instant.ofEpochSecond(12));
    assertThat(vector.tolerance()).contains(Duration.ofMinutes(5));
    assertThat(vector.expected()).isEqualTo(Expectation.INVALID);
    assertThat(vector.refusals()).containsExactly(Rejection.SIG_DUPLICATE);
    assertThat(vector.level()).isEqualTo(Level.SHOULD);
    assertThat(vector.locales()).containsExactly("ar-EG");
    assertThat(vector.certificate()).contains("-----");
    assertThat(vector.mustNotFetch()).isTrue();
    assertThat(vector.observed()).containsEntry("lib 1", "valid");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[{" + REST + "}]",
        "[{\"id\":\"nameless\"," + REST + "}]",
        "[{\"id\":\"a/b\",\"expect\":\"maybe\",\"headers\":{},\"body\":\"\",\"now_epoch\":1}]",
        "[{\"id\":\"a/b\",\"expect\":\"valid\",\"headers\":{},\"body\":\"\"}]",
        "[{\"id\":\"a/b\",\"expect\":\"valid\",\"headers\":{},\"body\":\"\",\"now_epoch\":\"x\"}]",
        "[{\"id\":\"a/b\",\"expect\":\"valid\",\"headers\":{},\"now_epoch\":1}]",
        "[{\"id\":\"a/b\"," + REST + "},{\"id\":\"a/b\"," + REST + "}]",
        "{}",
        "[1]",
        "[]x"
      })
  @DisplayName("what is not a list of vectors is refused")
  void refusesWhatIsNotAVector(String json) {
    assertThatThrownBy(() -> read(json))
        .isInstanceOfAny(IllegalArgumentException.class, JsonParseException.class);
  }

  @Test
  @DisplayName("a refusal names the vector")
  void refusalNamesTheVector() {
    assertThatThrownBy(
            () -> read("[{\"id\":\"a/b\",\"headers\":{},\"body\":\"\",\"now_epoch\":1}]"))
        .hasMessageContaining("a/b")
        .hasMessageContaining("expect");
  }

  @Test
  @DisplayName("a secret that no source may have and a tolerance of 0 are unsafe")
  void knowsWhatIsUnsafe() throws IOException {
    String safe = "{\"id\":\"a/b\",\"secret\":\"a-secret-of-16-bytes\"," + REST;
    assertThat(read("[" + safe + "}]").get(0).isUnsafe()).isFalse();
    assertThat(read("[" + safe + ",\"tolerance_seconds\":0}]").get(0).isUnsafe()).isTrue();
    assertThat(read("[{\"id\":\"a/b\",\"secret\":\"short\"," + REST + "}]").get(0).isUnsafe())
        .isTrue();
    assertThat(read("[{\"id\":\"a/b\"," + REST + "}]").get(0).isUnsafe()).isTrue();
  }

  private static List<Vector> read(String json) throws IOException {
    return Vectors.read(new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)));
  }
}
