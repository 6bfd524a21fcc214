package io.webhookguard.store.redis;

import io.webhookguard.api.event.Attributes;
import io.webhookguard.api.event.EventKey;
import io.webhookguard.api.event.Names;
import io.webhookguard.api.event.Payload;
import io.webhookguard.api.store.Claim;
import io.webhookguard.api.store.Steps;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Results of named parts of a handler (ST), each behind its number of four digits. */
final class RedisSteps implements Steps {

  private static final int DIGITS = 4;

  private final Data data;

  RedisSteps(Data data) {
    this.data = data;
  }

  @Override
  public Recalled recall(Claim claim) {
    Fields fields = data.run(call(claim, Script.RECALL_STEPS, of(claim))).fields();
    if (fields.text().equals("superseded")) {
      return new Recalled.Superseded(fields.number());
    }
    Map<String, Map.Entry<String, Payload>> byNumber = new TreeMap<>();
    Fields results = fields.list();
    while (results.hasNext()) {
      String name = results.text();
      byte[] result = results.bytes();
      String number = new String(result, 0, DIGITS, StandardCharsets.US_ASCII);
      byNumber.put(number, Map.entry(name, payload(result)));
    }
    Map<String, Payload> inOrder = new LinkedHashMap<>();
    byNumber.values().forEach(entry -> inOrder.put(entry.getKey(), entry.getValue()));
    return new Recalled.Results(Collections.unmodifiableMap(inOrder));
  }

  @Override
  public Recorded record(Claim claim, String step, Payload result) {
    Names.requireOpaque("step name", step);
    if (result.size() > MAX_RESULT_BYTES) {
      throw new IllegalArgumentException(
          "the result of a step has at most " + MAX_RESULT_BYTES + " bytes, got " + result.size());
    }
    Args args = of(claim).add(step).add(Packed.pack(result, Attributes.EMPTY)).add(MAX_STEPS);
    Fields fields = data.run(call(claim, Script.RECORD_STEP, args)).fields();
    return switch (fields.text()) {
      case "kept" -> new Recorded.Kept();
      case "already" -> new Recorded.AlreadyKept(payload(fields.bytes()));
      case "superseded" -> new Recorded.Superseded(fields.number());
      default -> throw new IllegalArgumentException("an event has at most " + MAX_STEPS + " steps");
    };
  }

  private static Payload payload(byte[] numbered) {
    return Packed.content(Arrays.copyOfRange(numbered, DIGITS, numbered.length)).payload();
  }

  private static Args of(Claim claim) {
    return new Args().add(claim.key().digest().toByteArray()).add(claim.token().value());
  }

  private Call call(Claim claim, Script script, Args args) {
    EventKey key = claim.key();
    Partition partition = data.partitions().of(key);
    return new Call(partition, script, List.of(partition.steps(key.digest())), args);
  }
}
