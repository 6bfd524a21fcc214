package com.example.parcel;

import io.webhookguard.adapter.Signatures;
import io.webhookguard.adapter.Tolerance;
import io.webhookguard.api.event.Payload;
import io.webhookguard.api.provider.Headers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The content of the two signature headers.
 *
 * @param time as it was written, which is what was signed
 * @param seconds the same as a number
 * @param candidates the decoded signatures, all of one length
 */
record ParcelSignature(String time, long seconds, List<byte[]> candidates) {

  static final String TIME = "Parcel-Time";
  static final String SIGNATURE = "Parcel-Signature";

  private static final int MAX_CHARS = 4096;

  /** Reads the only line of each header; nothing when one is outside the grammar. */
  static Optional<ParcelSignature> parse(Headers headers) {
    String time = headers.first(TIME).orElse("");
    String line = headers.first(SIGNATURE).orElse("");
    OptionalLong seconds = Tolerance.parseSeconds(time);
    if (seconds.isEmpty() || line.length() > MAX_CHARS) {
      return Optional.empty();
    }
    List<byte[]> candidates = new ArrayList<>();
    for (String text : line.split(",", -1)) {
      Optional<byte[]> decoded = Signatures.decodeHexSha256(text);
      if (decoded.isEmpty() || candidates.size() == Signatures.MAX_CANDIDATES) {
        return Optional.empty();
      }
      candidates.add(decoded.get());
    }
    return Optional.of(new ParcelSignature(time, seconds.getAsLong(), candidates));
  }

  /** Whether one of the keys made one of the signatures; every pair is looked at. */
  boolean matches(Payload body, List<byte[]> keys) {
    return Signatures.anyMatch(
        keys.stream().map(key -> sign(key, time, body)).toList(), candidates);
  }

  static byte[] sign(byte[] key, String time, Payload body) {
    ByteBuffer prefix = ByteBuffer.wrap((time + ".").getBytes(StandardCharsets.US_ASCII));
    return Signatures.hmacSha256(key, prefix, body.asBuffer());
  }
}
