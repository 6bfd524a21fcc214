package io.webhookguard.store.redis;

import io.webhookguard.api.error.GuardException;
import io.webhookguard.api.error.OutcomeUnknownException;
import io.webhookguard.api.error.StoreUnavailableException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Connection;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.args.Rawable;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Runs scripts: those of one server in one round trip, in the order of the list.
 *
 * <p>A script that the server does not know is loaded and sent again, and one whose slot is
 * elsewhere or on its way is sent again when the servers were looked for: in both cases nothing had
 * happened. Calls that change one partition keep their order all the same. Everything else is told
 * to the caller. Safe for use by many threads.
 */
final class Link implements AutoCloseable {

  private static final int MOST_TRIES = 5;

  private final Nodes nodes;
  private final Faults faults;
  private final Waiting waiting;

  /** What a write waits for beside the master's word; nothing by default. */
  record Waiting(int replicas, int millis) {
    static final Waiting NOT_AT_ALL = new Waiting(0, 0);
  }

  Link(Nodes nodes, Faults faults, Waiting waiting) {
    this.nodes = nodes;
    this.faults = faults;
    this.waiting = waiting;
  }

  /**
   * The scripts' replies, in the order of the calls.
   *
   * @throws StoreUnavailableException if none of them did anything
   * @throws OutcomeUnknownException if some of them may have
   */
  List<Object> run(List<Call> calls) {
    Outcomes outcomes = new Outcomes(calls.size());
    List<Integer> open = new ArrayList<>();
    for (int i = 0; i < calls.size(); i++) {
      open.add(i);
    }
    for (int tries = 1; !open.isEmpty(); tries++) {
      for (List<Integer> group : byNode(calls, open, outcomes).values()) {
        send(calls, group, outcomes);
      }
      open = outcomes.unmade(tries < MOST_TRIES);
      if (outcomes.misdirected) {
        lookAgain();
      }
    }
    return outcomes.all(calls);
  }

  private void lookAgain() {
    try {
      nodes.lookAgain();
    } catch (JedisException e) {
      // Then the next try goes where the last one went, and says what is wrong.
    }
  }

  /** How far the calls of one list have come. */
  private final class Outcomes {

    private final List<Optional<Object>> replies = new ArrayList<>();
    private final List<Optional<GuardException>> failures = new ArrayList<>();
    private final List<Integer> again = new ArrayList<>();
    private final Set<Script> unknown = EnumSet.noneOf(Script.class);
    private boolean misdirected;

    Outcomes(int size) {
      for (int i = 0; i < size; i++) {
        replies.add(Optional.empty());
        failures.add(Optional.empty());
      }
    }

    void answered(int call, Object reply) {
      replies.set(call, Optional.of(reply));
      failures.set(call, Optional.empty());
    }

    void failed(int call, GuardException why) {
      failures.set(call, Optional.of(why));
    }

    void unmade(int call, JedisDataException why) {
      failures.set(call, Optional.of(faults.refused(why)));
      again.add(call);
    }

    List<Integer> unmade(boolean wanted) {
      List<Integer> calls = wanted ? List.copyOf(again) : List.of();
      again.clear();
      return calls;
    }

    /** One failure is certain only if nothing else of the list happened. */
    List<Object> all(List<Call> calls) {
      Optional<GuardException> failure = failures.stream().flatMap(Optional::stream).findFirst();
      if (failure.isEmpty()) {
        return replies.stream().flatMap(Optional::stream).toList();
      }
      boolean wrote = false;
      for (int i = 0; i < calls.size(); i++) {
        boolean mayHave =
            failures.get(i).isEmpty() || failures.get(i).get() instanceof OutcomeUnknownException;
        wrote |= mayHave && !calls.get(i).script().reads();
      }
      if (wrote && !(failure.get() instanceof OutcomeUnknownException)) {
        throw new OutcomeUnknownException("a part of the call failed", failure.get());
      }
      throw failure.get();
    }
  }

  private Map<Object, List<Integer>> byNode(
      List<Call> calls, List<Integer> open, Outcomes outcomes) {
    Map<Object, List<Integer>> groups = new LinkedHashMap<>();
    for (int call : open) {
      try {
        groups
            .computeIfAbsent(nodes.of(calls.get(call).partition()), node -> new ArrayList<>())
            .add(call);
      } catch (JedisException e) {
        outcomes.failed(call, faults.notConnected(e));
      }
    }
    return groups;
  }

  private void send(List<Call> calls, List<Integer> group, Outcomes outcomes) {
    Connection connection;
    try {
      connection = nodes.connect(nodes.of(calls.get(group.get(0)).partition()));
    } catch (JedisException e) {
      outcomes.misdirected = true;
      group.forEach(call -> outcomes.failed(call, faults.notConnected(e)));
      return;
    }
    try (connection) {
      exchange(connection, calls, group, outcomes);
    } catch (JedisException e) {
      outcomes.misdirected = true;
      for (int call : group) {
        if (outcomes.replies.get(call).isEmpty()) {
          outcomes.failed(call, faults.lost(e, calls.get(call).script().reads()));
        }
      }
    }
  }

  private void exchange(
      Connection connection, List<Call> calls, List<Integer> group, Outcomes outcomes) {
    List<Script> first = toLoadFirst(calls, group);
    first.forEach(script -> connection.sendCommand(loading(script)));
    group.forEach(call -> connection.sendCommand(command(calls.get(call))));
    boolean waits =
        waiting.replicas() > 0 && group.stream().anyMatch(c -> !calls.get(c).script().reads());
    if (waits) {
      connection.sendCommand(
          new CommandArguments(Protocol.Command.WAIT)
              .add(waiting.replicas())
              .add(waiting.millis()));
    }
    List<Object> all = connection.getMany(first.size() + group.size() + (waits ? 1 : 0));
    List<Object> replies = all.subList(first.size(), all.size());
    for (int i = 0; i < group.size(); i++) {
      judge(calls.get(group.get(i)), group.get(i), replies.get(i), outcomes);
    }
    load(connection, group, outcomes);
    if (waits && !(replies.get(group.size()) instanceof Long kept && kept >= waiting.replicas())) {
      group.stream()
          .filter(call -> !calls.get(call).script().reads())
          .filter(call -> outcomes.replies.get(call).isPresent())
          .forEach(call -> outcomes.failed(call, tooFewReplicas()));
    }
  }

  /**
   * Scripts that change one partition several times, for one after the other. If the server did not
   * know one, and another client loaded it meanwhile, a later call would run before an earlier one.
   */
  private static List<Script> toLoadFirst(List<Call> calls, List<Integer> group) {
    if (group.size() == 1) {
      return List.of();
    }
    Set<Script> loaded = EnumSet.noneOf(Script.class);
    Map<Script, Set<Integer>> partitions = new EnumMap<>(Script.class);
    for (int number : group) {
      Call call = calls.get(number);
      Set<Integer> before = partitions.computeIfAbsent(call.script(), it -> new HashSet<>());
      if (!before.add(call.partition().number()) && !call.script().reads()) {
        loaded.add(call.script());
      }
    }
    return List.copyOf(loaded);
  }

  private static CommandArguments loading(Script script) {
    return new CommandArguments(Protocol.Command.SCRIPT)
        .add(Protocol.Keyword.LOAD)
        .add(script.text());
  }

  private OutcomeUnknownException tooFewReplicas() {
    return new OutcomeUnknownException(
        "fewer than "
            + waiting.replicas()
            + " replicas had the write within "
            + waiting.millis()
            + " ms");
  }

  private void judge(Call call, int number, Object reply, Outcomes outcomes) {
    if (!(reply instanceof JedisDataException error)) {
      outcomes.answered(number, reply);
      return;
    }
    String message = String.valueOf(error.getMessage());
    if (message.startsWith("NOSCRIPT")) {
      outcomes.unknown.add(call.script());
      outcomes.unmade(number, error);
    } else if (message.startsWith("MOVED")
        || message.startsWith("ASK ")
        || message.startsWith("TRYAGAIN")) {
      outcomes.misdirected = true;
      outcomes.unmade(number, error);
    } else {
      outcomes.failed(number, faults.failed(error, call.script().reads()));
    }
  }

  /** If it fails, the calls that wanted the scripts have failed, and nothing of them happened. */
  private void load(Connection connection, List<Integer> group, Outcomes outcomes) {
    try {
      for (Script script : outcomes.unknown) {
        connection.executeCommand(loading(script));
      }
    } catch (JedisException e) {
      GuardException why =
          e instanceof JedisDataException error ? faults.refused(error) : faults.lost(e, true);
      group.stream().filter(outcomes.again::contains).forEach(call -> outcomes.failed(call, why));
      outcomes.again.removeAll(group);
    }
    outcomes.unknown.clear();
  }

  private static CommandArguments command(Call call) {
    List<byte[]> fixed = call.partition().fixedKeys();
    CommandArguments command =
        new CommandArguments(Protocol.Command.EVALSHA)
            .add(call.script().digest())
            .add(fixed.size() + call.keys().size());
    fixed.forEach(key -> command.add(new Plain(key)));
    call.keys().forEach(key -> command.add(new Plain(key)));
    call.args().values().forEach(value -> command.add(new Plain(value)));
    return command;
  }

  /** Bytes as they are: those that the client wraps by itself are copied. */
  private static final class Plain implements Rawable {

    private final byte[] bytes;

    Plain(byte[] bytes) {
      this.bytes = bytes;
    }

    @Override
    public byte[] getRaw() {
      return bytes;
    }
  }

  /** A connection to the server that has the partition, which its user closes. */
  Connection connect(Partition partition) {
    try {
      return nodes.connect(nodes.of(partition));
    } catch (JedisException e) {
      throw faults.notConnected(e);
    }
  }

  Faults faults() {
    return faults;
  }

  @Override
  public void close() {
    nodes.close();
  }
}
