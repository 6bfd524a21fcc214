package io.webhookguard.store.redis;

import io.webhookguard.api.error.CorruptStateException;
import io.webhookguard.api.error.OutcomeUnknownException;
import io.webhookguard.api.event.EventKey;
import io.webhookguard.api.event.FencingToken;
import io.webhookguard.api.event.Sha256;
import io.webhookguard.api.store.Admission;
import io.webhookguard.api.store.Arrival;
import io.webhookguard.api.store.Attempt;
import io.webhookguard.api.store.Claim;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * How events come in (ES-1 to ES-9): one script for each partition that the batch touches; where a
 * lane lives elsewhere, one more for it, and one to tell the event that it is the head.
 */
final class Admissions {

  /** More in one script would keep others waiting for too long. */
  private static final int MOST_IN_A_SCRIPT = 64;

  private static final int MOST_ASKS = 8;

  private final Data data;

  Admissions(Data data) {
    this.data = data;
  }

  List<Admission> admit(List<Arrival> arrivals) {
    Map<Integer, Admission> answers = new HashMap<>();
    for (List<Item> wave : waves(items(arrivals))) {
      if (answers.isEmpty()) {
        admit(wave, answers);
      } else {
        Data.behindAWrite(() -> admit(wave, answers));
      }
    }
    return IntStream.range(0, arrivals.size())
        .mapToObj(i -> Objects.requireNonNull(answers.get(i)))
        .toList();
  }

  private Map<Integer, Admission> admit(List<Item> wave, Map<Integer, Admission> answers) {
    List<Item> open = ask(wave, answers, false);
    for (int asks = 1; !open.isEmpty(); asks++) {
      if (asks == MOST_ASKS) {
        throw new OutcomeUnknownException("the lanes of these events did not come to rest");
      }
      List<Item> rest = open;
      open = Data.behindAWrite(() -> ask(rest, answers, true));
    }
    return answers;
  }

  /** Answers those that can be answered, and gives back the others. */
  private List<Item> ask(List<Item> items, Map<Integer, Admission> admissions, boolean again) {
    List<List<Item>> scripts = Partitions.divide(items, Item::partition, MOST_IN_A_SCRIPT);
    List<Answer> answers = data.run(scripts.stream().map(this::call).toList());
    data.carry(answers, again);
    List<Item> open = new ArrayList<>();
    for (int i = 0; i < scripts.size(); i++) {
      Fields fields = answers.get(i).fields();
      for (Item item : scripts.get(i)) {
        Optional<Admission> admission = admission(fields.list(), item.arrival());
        admission.ifPresent(it -> admissions.put(item.number(), it));
        if (admission.isEmpty()) {
          open.add(item);
        }
      }
    }
    return open;
  }

  /**
   * One arrival of a batch.
   *
   * @param repeated whether the key stands in the batch before
   */
  private record Item(
      int number, Arrival arrival, Sha256 digest, Partition partition, boolean repeated) {}

  private List<Item> items(List<Arrival> arrivals) {
    Set<EventKey> seen = new HashSet<>();
    List<Item> items = new ArrayList<>(arrivals.size());
    for (Arrival arrival : arrivals) {
      Sha256 digest = arrival.key().digest();
      Partition partition = data.partitions().of(digest);
      items.add(new Item(items.size(), arrival, digest, partition, !seen.add(arrival.key())));
    }
    return items;
  }

  /**
   * Events of one lane, some of which live elsewhere, are recorded one after the other: who comes
   * upon a later one could help it into the lane before an earlier one. A key that stands twice
   * keeps its order too.
   */
  private List<List<Item>> waves(List<Item> items) {
    Set<Sha256> divided = new HashSet<>();
    items.forEach(
        item ->
            lane(item.arrival())
                .filter(lane -> !data.partitions().of(lane).equals(item.partition()))
                .ifPresent(divided::add));
    Map<Sha256, Integer> waveOfLane = new HashMap<>();
    Map<EventKey, Integer> waveOfKey = new HashMap<>();
    Map<Integer, List<Item>> waves = new TreeMap<>();
    for (Item item : items) {
      EventKey key = item.arrival().key();
      Optional<Sha256> lane = lane(item.arrival()).filter(divided::contains);
      int behindLane = lane.map(it -> waveOfLane.getOrDefault(it, -1) + 1).orElse(0);
      int wave = Math.max(behindLane, waveOfKey.getOrDefault(key, 0));
      lane.ifPresent(it -> waveOfLane.put(it, wave));
      waveOfKey.put(key, wave);
      waves.computeIfAbsent(wave, number -> new ArrayList<>()).add(item);
    }
    return List.copyOf(waves.values());
  }

  private static Optional<Sha256> lane(Arrival arrival) {
    return arrival.lane().isNone()
        ? Optional.empty()
        : Optional.of(arrival.lane().digest(arrival.key().route(), arrival.key().scope()));
  }

  private Call call(List<Item> items) {
    Partition partition = items.get(0).partition();
    Args args = new Args().add(items.size());
    List<byte[]> keys = new ArrayList<>();
    Set<String> routes = new HashSet<>();
    for (Item item : items) {
      keys.add(partition.payload(item.digest()));
      keys.add(partition.body(item.digest()));
      String route = data.partitions().tag(item.arrival().key().route());
      if (routes.add(route)) {
        keys.addAll(partition.work(route));
      }
      tell(args, item, route);
    }
    return new Call(partition, Script.ADMIT, keys, args);
  }

  private void tell(Args args, Item item, String route) {
    Arrival arrival = item.arrival();
    Optional<Sha256> lane = lane(arrival);
    args.add(item.digest().toByteArray()).add(item.repeated());
    args.add(arrival.key().route().source()).add(arrival.key().route().consumer());
    args.add(arrival.key().scope()).add(arrival.key().eventId());
    args.add(Fields.bytes(arrival.deliveryId())).add(arrival.type());
    args.add(arrival.lane().text()).add(rank(arrival.rank()));
    args.add(arrival.payload().sha256().toByteArray()).add(route);
    args.add(lane.map(Sha256::toByteArray).orElse(new byte[0]));
    args.add(lane.map(it -> data.partitions().of(it).number()).orElse(0));
    args.add(Packed.pack(arrival.payload(), arrival.attributes()));
    arrival
        .intent()
        .match(
            queue -> args.add("queue"),
            claim ->
                args.add("claim")
                    .add(claim.owner())
                    .add(Fields.bytes(claim.claimId()))
                    .add(Micros.of(claim.lease())),
            ignore -> args.add("ignore").add(ignore.reason().name().toLowerCase(Locale.ROOT)));
  }

  /** A rank as a text that sorts as the number does. */
  private static String rank(long rank) {
    return HexFormat.of().toHexDigits(rank ^ Long.MIN_VALUE);
  }

  /** Nothing if the script has to be asked again. */
  private static Optional<Admission> admission(Fields fields, Arrival arrival) {
    String kind = fields.text();
    return switch (kind) {
      case "queued" -> Optional.of(new Admission.Queued());
      case "ignored" -> Optional.of(new Admission.Ignored());
      case "claimed" -> Optional.of(new Admission.Claimed(attempt(fields, arrival)));
      case "held" -> Optional.of(new Admission.Claimed(new StoredEvent(fields.list()).toAttempt()));
      case "known" -> Optional.of(known(new StoredEvent(fields.list()), arrival));
      default -> Optional.empty();
    };
  }

  /** The first attempt, which begins as the event comes in. */
  private static Attempt attempt(Fields fields, Arrival arrival) {
    if (!(arrival.intent() instanceof Arrival.Intent.Claim wished)) {
      throw new CorruptStateException("a script granted a claim that nobody wished for");
    }
    FencingToken token = new FencingToken(fields.number());
    Instant leaseEnd = Micros.instant(fields.number());
    Instant now = Micros.instant(fields.number());
    return new Attempt(
        new Claim(arrival.key(), wished.owner(), wished.claimId(), token, leaseEnd),
        arrival.type(),
        arrival.lane(),
        arrival.attributes(),
        arrival.payload(),
        1,
        1,
        false,
        now,
        now,
        now);
  }

  private static Admission known(StoredEvent event, Arrival arrival) {
    return event.payloadSha256().equals(arrival.payload().sha256())
        ? new Admission.Duplicate(event.toRecord())
        : new Admission.Conflict(event.toRecord());
  }
}
