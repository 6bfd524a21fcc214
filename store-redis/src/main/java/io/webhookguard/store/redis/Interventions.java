package io.webhookguard.store.redis;

import io.webhookguard.api.error.StoreUnavailableException;
import io.webhookguard.api.event.EventKey;
import io.webhookguard.api.event.EventRecord;
import io.webhookguard.api.event.Response;
import io.webhookguard.api.event.Sha256;
import io.webhookguard.api.store.Intervention;
import io.webhookguard.api.store.InterventionAnswer;
import io.webhookguard.api.store.InterventionAnswer.Refusal;
import java.util.ArrayList;
import java.util.List;

/** Changes outside any attempt (ES-40 to ES-48). */
final class Interventions {

  private static final int MOST_ASKS = 8;

  private final Data data;
  private final Reads reads;

  Interventions(Data data, Reads reads) {
    this.data = data;
    this.reads = reads;
  }

  InterventionAnswer intervene(EventKey key, Intervention intervention) {
    Call call = call(key, intervention);
    for (int asks = 0; asks < MOST_ASKS; asks++) {
      Answer answer = data.run(call);
      Fields fields = answer.fields();
      String outcome = fields.text();
      if (outcome.equals("unknown")) {
        return new InterventionAnswer.Unknown();
      } else if (!outcome.equals("again")) {
        return answer(outcome, new StoredEvent(fields.list()), answer);
      }
      data.carry(List.of(answer), true);
    }
    throw new StoreUnavailableException("the lane of this event did not come to rest");
  }

  private InterventionAnswer answer(String outcome, StoredEvent event, Answer answer) {
    EventRecord record = event.isComing() ? inItsPlace(event, answer) : event.toRecord();
    if (!event.isComing()) {
      data.carryIfPossible(List.of(answer)); // what was decided stands
    }
    return outcome.equals("done")
        ? new InterventionAnswer.Done(record)
        : new InterventionAnswer.Refused(Refusal.valueOf(outcome), record);
  }

  /**
   * The event as the intervention left it, in the place that its lane gave it. What has become of
   * it since is not part of the answer.
   */
  private EventRecord inItsPlace(StoredEvent event, Answer answer) {
    data.carry(List.of(answer), true);
    return Data.behindAWrite(() -> reads.stored(event.key()))
        .map(later -> event.toRecordAt(later.position()))
        .orElseGet(event::toRecord);
  }

  private Call call(EventKey key, Intervention intervention) {
    Partition partition = data.partitions().of(key);
    Sha256 digest = key.digest();
    List<byte[]> keys = new ArrayList<>(partition.work(data.partitions().tag(key.route())));
    keys.add(partition.payload(digest));
    keys.add(partition.body(digest));
    keys.add(partition.steps(digest));
    Args args =
        new Args()
            .add(digest.toByteArray())
            .add(Fields.bytes(intervention.id()))
            .add(kind(intervention))
            .add(intervention.decision().name())
            .add(intervention.actor())
            .add(intervention.reason());
    if (intervention instanceof Intervention.Redelivery redelivery) {
      args.add(redelivery.maxReopenings()).add(Micros.of(redelivery.keyWindow()));
    } else {
      args.add(0).add(0);
    }
    Settlements.addResponse(
        args,
        intervention instanceof Intervention.Confirm confirm ? confirm.response() : Response.EMPTY);
    return new Call(partition, Script.INTERVENE, keys, args);
  }

  private static String kind(Intervention intervention) {
    return intervention.match(
        redelivery -> "REDELIVERY",
        retry -> "RETRY",
        confirm -> "CONFIRM",
        discard -> "DISCARD",
        replay -> "REPLAY",
        erase -> "ERASE");
  }
}
