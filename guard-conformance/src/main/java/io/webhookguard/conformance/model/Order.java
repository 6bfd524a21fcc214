package io.webhookguard.conformance.model;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Looks for an order of overlapping calls that the model accepts (after Wing and Gong, with Lowe's
 * memory of states that were tried).
 *
 * <p>It tries, from each state, every call that may come next: one that no unplaced call was
 * answered before. Two ways to one state are tried once, so that the work stays within the product
 * of how far each caller can be.
 */
final class Order {

  private final History history;
  private final LastReads last;
  private final List<List<Task>> rows = new ArrayList<>();
  private final Set<Object> tried = new HashSet<>();

  private int furthest = -1;
  private final Map<String, Disagreement> reasons = new LinkedHashMap<>();

  Order(History history, LastReads last) {
    this.history = history;
    this.last = last;
    Guess guess = new Guess(history, last);
    for (List<Heard<?>> caller : history.callers()) {
      List<Task> row = new ArrayList<>();
      for (Heard<?> heard : caller) {
        if (heard.answer().isPresent()) {
          row.add(Task.of(heard, guess));
        } else {
          // What may happen late has no place in its caller's row.
          rows.add(List.of(Task.of(heard, guess)));
        }
      }
      rows.add(row);
    }
  }

  /**
   * Finds an order.
   *
   * @throws Disagreement when there is none
   */
  void find(Model start) {
    if (!search(start, Progress.atStart(rows.size()), 0)) {
      Disagreement first = reasons.values().iterator().next();
      List<String> lines = new ArrayList<>();
      reasons.forEach((what, why) -> lines.add(what + "\n      " + why.getMessage()));
      throw new Disagreement(
              first.rule(),
              first.rule()
                  + " no order of the calls explains the answers; the best one has "
                  + furthest
                  + " in place, and then\n    "
                  + String.join("\n    ", lines))
          .after(history.toString());
    }
  }

  private boolean search(Model model, Progress progress, int placed) {
    if (!tried.add(List.of(progress, model.essence()))) {
      return false;
    }
    boolean done = true;
    for (int row = 0; row < rows.size(); row++) {
      if (progress.isDone(row, rows)) {
        continue;
      }
      done = false;
      if (mayComeNext(progress, row) && tryNext(model, progress, row, placed)) {
        return true;
      }
    }
    return done && agreesAtTheEnd(model, placed);
  }

  private boolean mayComeNext(Progress progress, int row) {
    long began = progress.task(row, rows).heard().began();
    for (int other = 0; other < rows.size(); other++) {
      if (other != row
          && !progress.isDone(other, rows)
          && progress.task(other, rows).heard().ended() < began) {
        return false;
      }
    }
    return true;
  }

  private boolean tryNext(Model model, Progress progress, int row, int placed) {
    Task task = progress.task(row, rows);
    for (Task.Move move : task.moves(progress.parts(row))) {
      Model next = model.copy();
      next.expectNoChange();
      try {
        move.change().accept(next);
      } catch (Disagreement why) {
        remember(placed, task.heard().toString(), why);
        continue;
      }
      if (search(
          next, progress.after(row, move.partsDone(), task.isDone(move.partsDone())), placed + 1)) {
        return true;
      }
    }
    return false;
  }

  private boolean agreesAtTheEnd(Model model, int placed) {
    Model end = model.copy();
    end.expectNoChange();
    try {
      last.judge(end);
      return true;
    } catch (Disagreement why) {
      remember(placed, "what is read at the end", why);
      return false;
    }
  }

  private void remember(int placed, String what, Disagreement why) {
    if (placed > furthest) {
      furthest = placed;
      reasons.clear();
    }
    if (placed == furthest) {
      reasons.putIfAbsent(what, why);
    }
  }

  /** How far each row is: its task at hand, and which parts of it are done. */
  private record Progress(List<Integer> tasks, List<Integer> partsDone) {

    static Progress atStart(int rows) {
      return new Progress(Collections.nCopies(rows, 0), Collections.nCopies(rows, 0));
    }

    boolean isDone(int row, List<List<Task>> rows) {
      return tasks.get(row) >= rows.get(row).size();
    }

    Task task(int row, List<List<Task>> rows) {
      return rows.get(row).get(tasks.get(row));
    }

    int parts(int row) {
      return partsDone.get(row);
    }

    Progress after(int row, int parts, boolean taskDone) {
      return new Progress(
          with(tasks, row, tasks.get(row) + (taskDone ? 1 : 0)),
          with(partsDone, row, taskDone ? 0 : parts));
    }

    private static List<Integer> with(List<Integer> numbers, int index, int number) {
      List<Integer> changed = new ArrayList<>(numbers);
      changed.set(index, number);
      return changed;
    }
  }
}
