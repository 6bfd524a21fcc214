package io.webhookguard.core.simulation;

import io.webhookguard.core.VirtualRuntime;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** What happened in a run, line by line. Runs that nobody reads keep none. */
final class Story {

  private final VirtualRuntime time;
  private final boolean told;
  private final List<String> lines = new ArrayList<>();

  Story(VirtualRuntime time, boolean told) {
    this.time = time;
    this.told = told;
  }

  void tell(Supplier<String> line) {
    if (told) {
      lines.add(String.format("%9.3f  %s", time.age().toMillis() / 1000.0, line.get()));
    }
  }

  /** Everything. */
  String all() {
    return String.join("\n", lines);
  }

  /** The lines that name one of the texts, the last ones if there are too many. */
  String about(List<String> texts, int most) {
    List<String> wanted =
        lines.stream().filter(line -> texts.stream().anyMatch(line::contains)).toList();
    List<String> shown = wanted.subList(Math.max(0, wanted.size() - most), wanted.size());
    return String.join("\n", shown);
  }
}
