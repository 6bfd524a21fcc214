package io.webhookguard.server.gateway;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Raw HTTP requests as Stripe would sign them. */
final class SignedRequest {

  static final String SECRET = "whsec_0123456789abcdef0123456789abcdef";

  private SignedRequest() {}

  /** A whole, genuine request. */
  static byte[] of(String source, String body) {
    return of(source, body.getBytes(StandardCharsets.UTF_8));
  }

  static byte[] of(String source, byte[] body) {
    return with(source, "Stripe-Signature: " + signature(SECRET, now(), body) + "\r\n", body);
  }

  /** A request with these header lines. */
  static byte[] with(String source, String headers, byte[] body) {
    String head =
        "POST /in/"
            + source
            + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
            + headers
            + "Content-Length: "
            + body.length
            + "\r\n\r\n";
    ByteArrayOutputStream request = new ByteArrayOutputStream();
    request.writeBytes(head.getBytes(StandardCharsets.ISO_8859_1));
    request.writeBytes(body);
    return request.toByteArray();
  }

  static long now() {
    return Instant.now().getEpochSecond();
  }

  /** The value of the signature header. */
  static String signature(String secret, long time, byte[] body) {
    return "t=" + time + ",v1=" + mac(secret, time, body);
  }

  static String mac(String secret, long time, byte[] body) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      mac.update((time + ".").getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(mac.doFinal(body));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** An event of this id. */
  static String event(String id) {
    return event(id, "\"livemode\":true,");
  }

  /** An event of this id with further members. */
  static String event(String id, String members) {
    return "{\"id\":\""
        + id
        + "\",\"object\":\"event\","
        + members
        + "\"type\":\"invoice.paid\",\"data\":{\"object\":{\"customer\":\"cus_1\"}}}";
  }
}
