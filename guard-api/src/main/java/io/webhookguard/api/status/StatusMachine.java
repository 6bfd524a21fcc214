package io.webhookguard.api.status;

import io.webhookguard.api.error.ConfigurationException;
import io.webhookguard.api.event.Names;
import io.webhookguard.api.store.Intervention.Authority;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The states of a kind of thing and which comes before which, declared once.
 *
 * <pre>{@code
 * StatusMachine payment =
 *     StatusMachine.named("payment")
 *         .states("pending", "processing", "succeeded", "failed")
 *         .order("pending", "processing", "succeeded")
 *         .order("processing", "failed")
 *         .terminal("succeeded", "failed")
 *         .build();
 * }</pre>
 *
 * <p><b>What it guarantees.</b> A thing whose state is only changed where {@link #judge} says
 * {@link StatusVerdict.Apply} never goes back. Where all states that are proposed stand in one
 * line, it ends in the latest of them, in whatever order they come.
 *
 * <p><b>Branches.</b> Of two states neither of which comes before the other the first one stays:
 * nothing tells which is right. Such a proposal is {@link StatusVerdict.Terminal} where the state
 * that is there is final, and else {@link StatusVerdict.Stale}.
 *
 * <p><b>What it does not do.</b> It remembers nothing. To judge and to write must be one step: see
 * {@code StatusTable} of store-sql.
 *
 * <p>Immutable and safe for use by many threads.
 */
public final class StatusMachine {

  /** The most states of a machine. */
  public static final int MAX_STATES = 64;

  private static final Pattern STATE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,63}");

  private final String name;
  private final Set<String> terminal;

  /** For each state all that come after it, directly or not; in the order of declaration. */
  private final Map<String, Set<String>> later;

  private StatusMachine(String name, Set<String> terminal, Map<String, Set<String>> later) {
    this.name = name;
    this.terminal = Set.copyOf(terminal);
    this.later = later;
  }

  /**
   * Starts a machine.
   *
   * @param name what messages and the ledger call it: a label of at most {@value
   *     Names#MAX_LABEL_CHARS} characters
   */
  public static Builder named(String name) {
    return new Builder(name);
  }

  /** What messages and the ledger call it. */
  public String name() {
    return name;
  }

  /** All states, in the order in which they were declared. */
  public List<String> states() {
    return List.copyOf(later.keySet());
  }

  /**
   * Whether nothing comes after the state.
   *
   * @throws UnknownStatusException if it is not one of the states
   */
  public boolean isTerminal(String state) {
    require(state);
    return terminal.contains(state);
  }

  /**
   * Says whether a state that is proposed may replace the one that is there.
   *
   * @throws UnknownStatusException if one of them is not one of the states
   */
  public StatusVerdict judge(String current, String proposed) {
    require(current);
    require(proposed);
    if (current.equals(proposed)) {
      return new StatusVerdict.Same();
    }
    if (isBefore(current, proposed)) {
      return new StatusVerdict.Apply();
    }
    boolean branch = !isBefore(proposed, current);
    return branch && terminal.contains(current)
        ? new StatusVerdict.Terminal(current)
        : new StatusVerdict.Stale(current, branch);
  }

  /**
   * The states that the given one may replace: those of which {@link #judge} says {@link
   * StatusVerdict.Apply}.
   *
   * @throws UnknownStatusException if it is not one of the states
   */
  public List<String> before(String state) {
    require(state);
    return later.keySet().stream().filter(earlier -> isBefore(earlier, state)).toList();
  }

  /**
   * A person's decision to set a state whatever the order says.
   *
   * @param thing whose state it is, such as an order's number; at most {@value
   *     StatusOverride#MAX_THING_CHARS} characters
   * @param from the state that the person saw
   * @param to the state to be
   * @param by who answers for it, and why
   * @throws UnknownStatusException if one of them is not one of the states
   */
  public StatusOverride override(String thing, String from, String to, Authority by) {
    require(from);
    require(to);
    return new StatusOverride(name, thing, from, to, by);
  }

  private boolean isBefore(String earlier, String state) {
    return later.getOrDefault(earlier, Set.of()).contains(state);
  }

  private void require(String state) {
    if (!later.containsKey(state)) {
      throw new UnknownStatusException(name, state);
    }
  }

  /** The name and the states. */
  @Override
  public String toString() {
    return "StatusMachine[" + name + " " + later.keySet() + "]";
  }

  /** Collects what a machine is made of. Not safe for use by many threads. */
  public static final class Builder {

    private final String name;
    private final Map<String, Set<String>> next = new LinkedHashMap<>();
    private final Set<String> terminal = new LinkedHashSet<>();
    private final List<List<String>> lines = new ArrayList<>();

    private Builder(String name) {
      try {
        this.name = Names.requireLabel("the name of a status machine", name);
      } catch (IllegalArgumentException e) {
        throw new ConfigurationException(String.valueOf(e.getMessage()), e);
      }
    }

    /**
     * Declares states: 1 to 64 letters, digits, {@code _}, {@code -} and {@code .}, starting with a
     * letter or digit. No two may differ in case alone, because some databases take them for one.
     */
    public Builder states(String... more) {
      for (String state : more) {
        next.computeIfAbsent(state, declared -> new LinkedHashSet<>());
      }
      return this;
    }

    /** Says that each of these states comes before the next one. */
    public Builder order(String earliest, String... thenEach) {
      List<String> line = new ArrayList<>(List.of(earliest));
      line.addAll(List.of(thenEach));
      lines.add(line);
      return this;
    }

    /** Says that nothing comes after these states. */
    public Builder terminal(String... last) {
      terminal.addAll(List.of(last));
      return this;
    }

    /**
     * Checks everything and makes the machine.
     *
     * @throws ConfigurationException if there are no states or too many; if a name is not a good
     *     one, or one of an order or a terminal was not declared; if a state comes before itself;
     *     or if something comes after a terminal one
     */
    public StatusMachine build() {
      checkNames();
      for (List<String> line : lines) {
        line.forEach(state -> requireDeclared(state, "the order " + line));
        for (int i = 1; i < line.size(); i++) {
          next.getOrDefault(line.get(i - 1), new HashSet<>()).add(line.get(i));
        }
      }
      terminal.forEach(state -> requireDeclared(state, "the terminal states"));
      Map<String, Set<String>> later = new LinkedHashMap<>();
      next.keySet().forEach(state -> later.put(state, Set.copyOf(allAfter(state))));
      later.forEach(
          (state, after) ->
              require(!after.contains(state), "state " + state + " comes before itself"));
      terminal.forEach(
          state ->
              require(
                  later.getOrDefault(state, Set.of()).isEmpty(),
                  "state " + state + " is terminal, but " + later.get(state) + " come after it"));
      return new StatusMachine(name, terminal, later);
    }

    private void checkNames() {
      require(
          !next.isEmpty() && next.size() <= MAX_STATES,
          "it has 1 to " + MAX_STATES + " states, got " + next.size());
      Map<String, String> folded = new HashMap<>();
      for (String state : next.keySet()) {
        require(
            STATE.matcher(state).matches(),
            "a state is 1 to 64 letters, digits, '_', '-' and '.', got \""
                + Names.printable(state, Names.MAX_LABEL_CHARS)
                + "\"");
        String other = folded.put(state.toLowerCase(Locale.ROOT), state);
        require(other == null, "states " + other + " and " + state + " differ in nothing but case");
      }
    }

    private void requireDeclared(String state, String where) {
      require(
          next.containsKey(state),
          where
              + " has \""
              + Names.printable(state, Names.MAX_LABEL_CHARS)
              + "\", which is not one of its states "
              + next.keySet());
    }

    private Set<String> allAfter(String state) {
      Set<String> found = new HashSet<>();
      Deque<String> open = new ArrayDeque<>(next.getOrDefault(state, Set.of()));
      while (!open.isEmpty()) {
        String reached = open.pop();
        if (found.add(reached)) {
          open.addAll(next.getOrDefault(reached, Set.of()));
        }
      }
      return found;
    }

    private void require(boolean good, String otherwise) {
      if (!good) {
        throw new ConfigurationException("status machine " + name + ": " + otherwise);
      }
    }
  }
}
