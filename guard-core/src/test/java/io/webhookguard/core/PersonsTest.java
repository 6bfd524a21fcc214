package io.webhookguard.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.webhookguard.core.PersonsStory.Broken;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Persons who approve, replay and roll back, in made-up stories. {@code -Dguard.persons.seed=N}
 * tells one of them again, {@code -Dguard.persons.stories=N} so many.
 */
final class PersonsTest {

  private static final int STORIES = Integer.getInteger("guard.persons.stories", 40);
  private static final int MOST = 400;

  @Test
  @DisplayName("nobody approves alone, and nothing is undone twice or without a decision")
  void theRightEngine() {
    Long wanted = Long.getLong("guard.persons.seed");
    long first = wanted == null ? System.nanoTime() : wanted;
    System.out.printf("Persons: guard.persons.seed=%d%n", first);
    for (int i = 0; i < (wanted == null ? STORIES : 1); i++) {
      Set<Broken> broken = new PersonsStory(first + i, () -> call -> call.passOn()).tell();

      assertThat(broken).as("guard.persons.seed=%d", first + i).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("each wrong engine is caught")
  void wrongEngines(WrongPersons wrong) {
    boolean caught = false;
    for (long seed = 1; seed <= MOST && !caught; seed++) {
      caught = new PersonsStory(seed, wrong::between).tell().contains(wrong.broken());
    }
    assertThat(caught).as(wrong + " is caught as " + wrong.broken()).isTrue();
  }
}
