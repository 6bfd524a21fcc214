package io.webhookguard.testsupport.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Which server is taken when several are there or none. */
final class ServerChoiceTest {

  /** A server of which only the origin matters. */
  private record Idle(String origin) implements RunningServer {

    @Override
    public ServerAddress address() {
      return new ServerAddress(origin, "127.0.0.1", 1, "", "", "");
    }

    @Override
    public Optional<ProcessHandle> process() {
      return Optional.empty();
    }

    @Override
    public void end() {}
  }

  @Test
  void dockerComesFirst() {
    assertThat(origin("", true, ServerChoiceTest::container, ServerChoiceTest::bundled))
        .isEqualTo("the container");
  }

  @Test
  void withoutDockerTheBundledProgramsServe() {
    assertThat(origin("", false, ServerChoiceTest::noImage, ServerChoiceTest::bundled))
        .isEqualTo("the bundled programs");
  }

  @Test
  void dockerCanBeSwitchedOff() {
    assertThat(origin("off", true, ServerChoiceTest::container, ServerChoiceTest::bundled))
        .isEqualTo("the bundled programs");
  }

  @Test
  void dockerWithoutTheImageFallsBackAndSaysSo() {
    assertThat(origin("", true, ServerChoiceTest::noImage, ServerChoiceTest::bundled))
        .isEqualTo(
            "the bundled programs, because Docker answers but gave no container: no such image");
  }

  @Test
  void whereNothingIsEachReasonIsTold() {
    assertThatThrownBy(
            () -> origin("", true, ServerChoiceTest::noImage, ServerChoiceTest::noPrograms))
        .isInstanceOf(MissingServerException.class)
        .hasMessage(
            "Docker answers but gave no container: no such image; no programs for this machine");
    assertThatThrownBy(
            () -> origin("", false, ServerChoiceTest::noImage, ServerChoiceTest::noPrograms))
        .hasMessage("Docker does not answer; no programs for this machine");
    assertThatThrownBy(
            () -> origin("off", true, ServerChoiceTest::noImage, ServerChoiceTest::noPrograms))
        .hasMessage("Docker is switched off by GUARD_TEST_DOCKER; no programs for this machine");
  }

  private static RunningServer container() {
    return new Idle("the container");
  }

  private static RunningServer noImage() {
    throw new IllegalStateException("no such image");
  }

  private static RunningServer bundled() {
    return new Idle("the bundled programs");
  }

  private static RunningServer noPrograms() {
    throw new MissingServerException("no programs for this machine");
  }

  private static String origin(
      String dockerVariable,
      boolean dockerAnswers,
      Supplier<RunningServer> container,
      Supplier<RunningServer> bundled) {
    return new ServerChoice(name -> dockerVariable, () -> dockerAnswers, container, bundled)
        .start()
        .address()
        .origin();
  }
}
