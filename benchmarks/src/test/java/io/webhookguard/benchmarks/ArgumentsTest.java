package io.webhookguard.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Wrong arguments are told before any server starts. */
@Timeout(60)
final class ArgumentsTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "EventCosts | many | run.sh costs: ROUNDS is a whole number from 1, got \"many\"; see",
        "EventCosts | 8,0 | run.sh costs: EVENTS is a whole number from 1, got \"0\"; see",
        "EventCosts | 8,9,10 | run.sh costs: takes at most 2 arguments, got 3; see",
        "ReservationRatios | 1.5 | run.sh ratios: ROUNDS is a whole number from 1, got \"1.5\"",
        "ReservationRatios | 1,NaN | run.sh ratios: SECONDS is a number above 0, got \"NaN\"; see",
        "ReservationRatios | 1,1,x | run.sh ratios: CALLERS are whole numbers from 1, joined by",
      })
  void misuseIsToldInALine(String benchmark, String arguments, String message) throws Exception {
    Process process = start("io.webhookguard.benchmarks." + benchmark, arguments.split(",", -1));
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(process.waitFor()).as(said).isEqualTo(2);
    assertThat(said.strip()).contains(message).doesNotContain("\n");
  }

  private static Process start(String main, String... arguments) throws IOException {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    List<String> command =
        new ArrayList<>(List.of(java, "-cp", System.getProperty("java.class.path"), main));
    command.addAll(Arrays.asList(arguments));
    return new ProcessBuilder(command).redirectErrorStream(true).start();
  }
}
