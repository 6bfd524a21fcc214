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

  static Optional<WidgetSignature> parse(String line) {
    String[] parts = line.split("\\.", -1);
    if (parts.length < 3
        || parts.length > 2 + MAX_CANDIDATES
        || !MACS.containsKey(parts[0])
        || !parts[1].matches("0|[1-9][0-9]{0,11}")) {
      return Optional.empty();
    }
    List<byte[]> candidates = new ArrayList<>();
    for (String hex : Arrays.asList(parts).subList(2, parts.length)) {
      if (!hex.matches("([0-9a-f]{2})*")) {
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

  boolean matches(List<Secret> secrets, byte[] body, boolean upToTheShorter) {
    boolean matched = false;
    for (Secret secret : secrets) {
      byte[] right = sign(algorithm, secret, seconds, body);
      for (byte[] candidate : candidates) {
        int length = Math.min(candidate.length, right.length);
        matched |=
            upToTheShorter
                ? Arrays.equals(right, 0, length, candidate, 0, length)
                : MessageDigest.isEqual(right, candidate);
      }
    }
    return matched;
  }

  static byte[] sign(String algorithm, Secret secret, long seconds, byte[] body) {
    try {
      String name = MACS.getOrDefault(algorithm, "");
      Mac mac = Mac.getInstance(name);
      mac.init(new SecretKeySpec(secret.revealBytes(), name));
      mac.update((seconds + ".").getBytes(StandardCharsets.US_ASCII));
      return mac.doFinal(body);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
