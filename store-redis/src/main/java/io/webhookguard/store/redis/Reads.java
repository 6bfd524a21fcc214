package io.webhookguard.store.redis;

import io.webhookguard.api.error.StoreUnavailableException;
import io.webhookguard.api.event.EventKey;
import io.webhookguard.api.event.EventRecord;
import io.webhookguard.api.event.Payload;
import io.webhookguard.api.store.EventPage;
import io.webhookguard.api.store.EventQuery;
import io.webhookguard.api.store.PageRequest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Reads (ES-50, ES-51). */
final class Reads {

  private static final String CURSOR_TAG = "redis-";
  private static final int MOST_ASKS = 8;

  /** How many events one script looks at: more would keep others waiting for too long. */
  private static final int LOOKS = 500;

  private final Data data;

  Reads(Data data) {
    this.data = data;
  }

  Optional<EventRecord> find(EventKey key) {
    return stored(key).map(StoredEvent::toRecord);
  }

  /** The event with the body of its response, in its place. */
  Optional<StoredEvent> stored(EventKey key) {
    Partition partition = data.partitions().of(key);
    Args args = new Args().add(key.digest().toByteArray());
    Call call = new Call(partition, Script.FIND, List.of(partition.body(key.digest())), args);
    for (int asks = 0; asks < MOST_ASKS; asks++) {
      Answer answer = data.run(call);
      Fields fields = answer.fields();
      String outcome = fields.text();
      if (!outcome.equals("again")) {
        data.carryIfPossible(List.of(answer));
        return outcome.equals("unknown")
            ? Optional.empty()
            : Optional.of(new StoredEvent(fields.list()));
      }
      data.carry(List.of(answer), true);
    }
    throw new StoreUnavailableException("the lane of this event did not come to rest");
  }

  Optional<Payload> payload(EventKey key) {
    Partition partition = data.partitions().of(key);
    Args args = new Args().add(key.digest().toByteArray());
    Call call = new Call(partition, Script.PAYLOAD, List.of(partition.payload(key.digest())), args);
    byte[] packed = new Fields(List.of(data.run(call).values())).bytes();
    return packed.length == 0 ? Optional.empty() : Optional.of(Packed.content(packed).payload());
  }

  EventPage search(EventQuery query, PageRequest page) {
    Position before = Position.before(page.after(), data);
    List<Placed> found = new ArrayList<>();
    for (Partition partition : data.partitions().all()) {
      found.addAll(search(partition, query, before, page.limit() + 1));
    }
    found.sort(Comparator.comparing(Placed::position).reversed());
    List<Placed> shown = found.subList(0, Math.min(found.size(), page.limit()));
    return new EventPage(
        shown.stream().map(this::record).toList(),
        found.size() > shown.size()
            ? Optional.of(shown.get(shown.size() - 1).position().cursor())
            : Optional.empty());
  }

  /** An event that is not in its lane yet is helped there first. */
  private EventRecord record(Placed placed) {
    EventRecord seen = placed.event().toRecordWithoutBody();
    return placed.event().isComing() ? find(placed.event().key()).orElse(seen) : seen;
  }

  private record Placed(Position position, StoredEvent event) {}

  /** The order of admissions: by tick, and by partition where two have the same. */
  private record Position(long tick, int partition) implements Comparable<Position> {

    static Position before(PageRequest.Cursor cursor, Data data) {
      if (cursor.equals(PageRequest.Cursor.START)) {
        return new Position(Micros.MOST, 0);
      }
      String[] parts =
          cursor.text().startsWith(CURSOR_TAG)
              ? cursor.text().substring(CURSOR_TAG.length()).split("-", -1)
              : new String[0];
      if (parts.length != 2
          || !parts[0].matches("[1-9][0-9]{0,15}")
          || !parts[1].matches("[0-9]{1,4}")) {
        throw notMadeHere();
      }
      Position position = new Position(Long.parseLong(parts[0]), Integer.parseInt(parts[1]));
      if (position.partition >= data.partitions().count()) {
        throw notMadeHere();
      }
      return position;
    }

    private static IllegalArgumentException notMadeHere() {
      return new IllegalArgumentException("this store did not make the cursor of the page");
    }

    PageRequest.Cursor cursor() {
      return new PageRequest.Cursor(CURSOR_TAG + tick + "-" + partition);
    }

    /** The greatest tick of events of the partition that come before this position. */
    String bound(Partition of) {
      return (of.number() < partition ? "" : "(") + tick;
    }

    @Override
    public int compareTo(Position other) {
      return Comparator.comparingLong(Position::tick)
          .thenComparingInt(Position::partition)
          .compare(this, other);
    }
  }

  private List<Placed> search(Partition partition, EventQuery query, Position before, int limit) {
    List<Placed> found = new ArrayList<>();
    Optional<String> bound = Optional.of(before.bound(partition));
    while (bound.isPresent() && found.size() < limit) {
      Call call = Call.of(partition, Script.SEARCH, args(query, bound.get(), limit - found.size()));
      Fields fields = data.run(call).fields();
      fields.list().all(StoredEvent::new).stream()
          .map(event -> new Placed(new Position(event.admission(), partition.number()), event))
          .forEach(found::add);
      OptionalLong on = fields.text().transform(Reads::number);
      bound = on.isPresent() ? Optional.of("(" + on.getAsLong()) : Optional.empty();
    }
    return found;
  }

  private static OptionalLong number(String text) {
    return text.isEmpty() ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(text));
  }

  private static Args args(EventQuery query, String bound, int limit) {
    return new Args()
        .add(bound)
        .add(limit)
        .add(LOOKS)
        .add(query.source().orElse(""))
        .add(query.consumer().orElse(""))
        .add(query.state().map(Enum::name).orElse(""))
        .add(query.eventId().orElse(""))
        .add(query.lane().isPresent())
        .add(query.lane().map(lane -> lane.text()).orElse(""));
  }
}
