package io.webhookguard.conformance;

import io.webhookguard.api.provider.Secret;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The signature header of the made-up provider. */
record WidgetSignature(String algorithm, long seconds, List<byte[]> candidates) {

  static final String HEADER = "Widget-Signature";
  static final String ALGORITHM = "sha256";
  static final int MAX_CANDIDATES = 4;

  private static final Map<String, String> MACS =
      Map.of(ALGORITHM, "HmacSHA256", "sha1", "HmacSHA1", "md5", "HmacMD5");

  static Optional<WidgetSignature> parse(String line, Flaw flaw) {
    String[] parts = line.split("\\.", -1);
    if (parts.length < 3
        || parts.length > 2 + MAX_CANDIDATES
        || !MACS.containsKey(parts[0])
        || !parts[1].matches("0|[1-9][0-9]{0,11}")) {
      return Optional.empty();
    }
    List<byte[]> candidates = new ArrayList<>();
    for (String hex : Arrays.asList(parts).subList(2, parts.length)) {
      boolean anyCase = flaw == Flaw.TAKES_SIGNATURES_IN_ANY_CASE;
      if (!hex.matches(anyCase ? "([0-9a-fA-F]{2})*" : "([0-9a-f]{2})*")) {
        return Optional.empty();
      }
      candidates.add(HexFormat.of().parseHex(hex));
    }
    return Optional.of(new WidgetSignature(parts[0], Long.parseLong(parts[1]), candidates));
  }

  /** Reads as many a parser does: as if the sender had been honest. */
  static long trusting(String line) {
    return Long.parseLong(line.split("\\.", -1)[1]);
  }

  static String write(String algorithm, long seconds, List<byte[]> signatures) {
    StringBuilder line = new StringBuilder(algorithm).append('.').append(seconds);
    signatures.forEach(signature -> line.append('.').append(HexFormat.of().formatHex(signature)));
    return line.toString();
  }

  boolean matches(List<Secret> secrets, byte[] body, Flaw flaw) {
    boolean matched = false;
    for (Secret secret : secrets) {
      byte[] right = sign(algorithm, secret, seconds, body, flaw);
      for (byte[] candidate : candidates) {
        if (flaw == Flaw.STOPS_AT_ANOTHER_LENGTH && candidate.length != right.length) {
          return matched;
        }
        matched |= equal(right, candidate, flaw);
        if (flaw == Flaw.LEAVES_AT_THE_FIRST_MATCH && matched) {
          return true;
        }
      }
    }
    return matched;
  }

  private static boolean equal(byte[] right, byte[] candidate, Flaw flaw) {
    int shorter = Math.min(candidate.length, right.length);
    return switch (flaw) {
      case COMPARES_THE_SHORTER_LENGTH ->
          MessageDigest.isEqual(Arrays.copyOf(right, shorter), Arrays.copyOf(candidate, shorter));
      case COMPARES_BYTE_BY_BYTE -> Arrays.equals(right, candidate);
      default -> MessageDigest.isEqual(right, candidate);
    };
  }

  static byte[] sign(String algorithm, Secret secret, long seconds, byte[] body, Flaw flaw) {
    try {
      String name = MACS.getOrDefault(algorithm, "");
      Mac mac = Mac.getInstance(name);
      mac.init(new SecretKeySpec(secret.revealBytes(), name));
      String separator = flaw == Flaw.MISREADS_THE_SCHEME ? ":" : ".";
      mac.update((seconds + separator).getBytes(StandardCharsets.US_ASCII));
      return mac.doFinal(body);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
