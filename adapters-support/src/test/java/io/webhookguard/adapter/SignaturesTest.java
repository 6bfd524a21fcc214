package io.webhookguard.adapter;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SignaturesTest {

  @Test
  @DisplayName("computes RFC 4231 test case 2, whole or in parts, and leaves the buffers alone")
  void computesRfc4231() {
    byte[] key = "Jefe".getBytes(StandardCharsets.US_ASCII);
    ByteBuffer first = ascii("what do ya want ");
    ByteBuffer second = ascii("for nothing?").asReadOnlyBuffer();

    byte[] mac = Signatures.hmacSha256(key, first, second);

    assertThat(HexFormat.of().formatHex(mac))
        .isEqualTo("5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    assertThat(Signatures.hmacSha256(key, ascii("what do ya want for nothing?"))).isEqualTo(mac);
    assertThat(first.hasRemaining() && second.hasRemaining()).isTrue();
  }

  private static ByteBuffer ascii(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
  }

  @Test
  @DisplayName("any pair matches, wherever it stands; a part, an extension or nothing does not")
  void matchesAnyPair() {
    byte[] right = Signatures.hmacSha256(new byte[] {1}, ascii("a"));
    byte[] other = Signatures.hmacSha256(new byte[] {2}, ascii("a"));

    assertThat(Signatures.anyMatch(List.of(right), List.of(right))).isTrue();
    assertThat(Signatures.anyMatch(List.of(right, other), List.of(other, new byte[32]))).isTrue();
    assertThat(Signatures.anyMatch(List.of(other, right), List.of(new byte[0], right))).isTrue();
    assertThat(Signatures.anyMatch(List.of(right), List.of(other))).isFalse();
    assertThat(Signatures.anyMatch(List.of(right), List.of())).isFalse();
    assertThat(Signatures.anyMatch(List.of(), List.of(right))).isFalse();
    for (int length = 0; length < 40; length++) {
      byte[] cut = Arrays.copyOf(right, length);
      assertThat(Signatures.anyMatch(List.of(right), List.of(cut))).isEqualTo(length == 32);
    }
  }

  @Test
  @DisplayName("decodes 64 lower-case hexadecimal characters")
  void decodesHex() {
    String hex = "00ff".repeat(16);

    assertThat(Signatures.decodeHexSha256(hex)).hasValue(HexFormat.of().parseHex(hex));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 62, 63, 65, 66, 128})
  @DisplayName("a signature of another length is none")
  void refusesOtherLengths(int chars) {
    assertThat(Signatures.decodeHexSha256("a".repeat(chars))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"A", "g", " ", "\u0000", "\uFF14", "\u0661", "-", "\n"})
  @DisplayName("a signature with any other character is none")
  void refusesOtherCharacters(String one) {
    assertThat(Signatures.decodeHexSha256("0".repeat(63) + one)).isEmpty();
    assertThat(Signatures.decodeHexSha256(one + "0".repeat(63))).isEmpty();
  }
}
