package io.webhookguard.api.provider;

import io.webhookguard.api.event.Payload;
import java.util.ArrayList;
import java.util.List;

/**
 * One delivery as it came over HTTP, before anything looked into it. Immutable.
 *
 * @param method the HTTP method
 * @param url the URL as the provider called it; the front sets it, some schemes sign it
 * @param headers the header lines
 * @param body the raw bytes with their content type
 * @param evidence what was obtained after an earlier {@link Verification.Needs}; empty at first
 */
public record RawRequest(
    String method, String url, Headers headers, Payload body, List<Evidence> evidence) {

  public RawRequest {
    evidence = List.copyOf(evidence);
  }

  /** A request that no evidence was obtained for yet. */
  public static RawRequest of(String method, String url, Headers headers, Payload body) {
    return new RawRequest(method, url, headers, body, List.of());
  }

  /** This request with one more piece of evidence. */
  public RawRequest with(Evidence obtained) {
    List<Evidence> all = new ArrayList<>(evidence);
    all.add(obtained);
    return new RawRequest(method, url, headers, body, all);
  }

  /** Sizes only. */
  @Override
  public String toString() {
    return "RawRequest[" + body.size() + " bytes, " + evidence.size() + " evidence]";
  }
}
