package io.webhookguard.conformance;

import io.webhookguard.api.event.Payload;
import io.webhookguard.api.provider.RawRequest;
import io.webhookguard.api.provider.Secret;
import io.webhookguard.api.provider.Secrets;
import io.webhookguard.conformance.internal.ComparisonWatch;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Watches what an adapter compares, wherever the match is. An adapter that leaves at the first
 * match or at the first candidate of another length has pairs that it never looked at.
 */
final class ComparisonsProgram {

  private static final Instant NOW = AdapterUnderTest.NOW;
  private static final int NOWHERE = -1;

  private final AdapterHarness harness;
  private final Payload body;
  private final List<Secret> live;
  private final List<byte[]> right;
  private final int candidates;

  private ComparisonsProgram(AdapterHarness harness) {
    this.harness = harness;
    this.body = harness.body("evt_1");
    this.live = IntStream.range(0, Secrets.MAX).mapToObj(harness::secret).toList();
    this.right = live.stream().map(secret -> harness.signature(body, secret, NOW)).toList();
    this.candidates = harness.maxCandidates();
  }

  public static void main(String[] arguments) throws IOException, ReflectiveOperationException {
    ComparisonsProgram program = new ComparisonsProgram(OtherJvm.harnessOf(arguments[0]));
    List<String> lines = new ArrayList<>();
    lines.add(program.watch(NOWHERE, NOWHERE).format());
    for (int secret = 0; secret < Secrets.MAX; secret++) {
      for (int place = 0; place < program.candidates; place++) {
        lines.add(program.watch(secret, place).format());
      }
    }
    try (OutputStream out = new FileOutputStream(FileDescriptor.out)) {
      out.write(String.join("\n", lines).getBytes(StandardCharsets.US_ASCII));
    }
  }

  private Comparisons watch(int secret, int place) {
    List<byte[]> sent = new ArrayList<>();
    for (int i = 0; i < candidates; i++) {
      sent.add(i == place ? right.get(secret) : Tampering.flipped(right.get(0), i));
    }
    RawRequest request = harness.request(body, sent, NOW);
    Set<String> seen =
        ComparisonWatch.during(
            () -> harness.adapter().verify(request, Secrets.of(live), InstantSource.fixed(NOW)));

    List<String> missing = new ArrayList<>();
    for (int i = 0; i < live.size(); i++) {
      for (int j = 0; j < candidates; j++) {
        if (!seen.contains(ComparisonWatch.pair(right.get(i), sent.get(j)))) {
          missing.add("secret " + i + " and candidate " + j);
        }
      }
    }
    String scene =
        place == NOWHERE ? "no match" : "secret " + secret + " signed candidate " + place;
    return new Comparisons(scene, live.size() * candidates, missing);
  }
}
