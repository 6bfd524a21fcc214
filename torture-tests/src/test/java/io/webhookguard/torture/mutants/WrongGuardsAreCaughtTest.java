package io.webhookguard.torture.mutants;

import static org.assertj.core.api.Assertions.assertThat;

import io.webhookguard.torture.check.Breach;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The checker of the torture sees each planted bug, and nothing where there is none. */
@Timeout(120)
final class WrongGuardsAreCaughtTest {

  private static final long SEED = 7;

  @TempDir private Path folder;

  @ParameterizedTest
  @EnumSource
  void eachByTheInvariantThatNamesIt(WrongGuard wrong) throws Exception {
    List<Breach> found = played(wrong, wrong.flaw(), "wrong");

    System.out.println(wrong + ": " + found.get(0));
    assertThat(found).extracting(Breach::invariant).contains(wrong.broken());
  }

  @ParameterizedTest
  @EnumSource
  void theSameScriptHarmsNoRightGuard(WrongGuard wrong) throws Exception {
    assertThat(played(wrong, Flaw.NONE, "right")).isEmpty();
  }

  private List<Breach> played(WrongGuard wrong, Flaw flaw, String name) throws Exception {
    try (Scene scene = Scene.of(wrong.workload(), flaw, made(name), SEED)) {
      wrong.play(scene);
      return scene.judge();
    }
  }

  private Path made(String name) throws IOException {
    return Files.createDirectories(folder.resolve(name));
  }
}
