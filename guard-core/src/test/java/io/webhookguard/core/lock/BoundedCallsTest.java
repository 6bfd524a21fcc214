package io.webhookguard.core.lock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

final class BoundedCallsTest {

  private final List<Runnable> threads = new ArrayList<>();
  private final List<String> ran = new ArrayList<>();
  private final BoundedCalls calls = new BoundedCalls(threads::add, 2, 1);

  @Test
  void twoRunAtOnceOneWaitsAndTheNextIsTurnedAway() {
    calls.execute(() -> ran.add("first"));
    calls.execute(() -> ran.add("second"));
    calls.execute(() -> ran.add("third"));
    assertThat(threads).hasSize(2);
    assertThatThrownBy(() -> calls.execute(() -> ran.add("fourth")))
        .isInstanceOf(RejectedExecutionException.class);

    threads.remove(0).run();
    assertThat(ran).as("whoever has ended takes who waits").containsExactly("first", "third");
    threads.remove(0).run();
    assertThat(ran).containsExactly("first", "third", "second");

    calls.execute(() -> ran.add("fifth"));
    calls.execute(() -> ran.add("sixth"));
    assertThat(threads).hasSize(2);
  }

  @Test
  void aCallThatFailsGivesItsPlaceBack() {
    for (int i = 0; i < 3; i++) {
      calls.execute(
          () -> {
            throw new IllegalStateException("a bug");
          });
      assertThatThrownBy(threads.remove(0)::run).isInstanceOf(IllegalStateException.class);
    }
    calls.execute(() -> ran.add("first"));
    calls.execute(() -> ran.add("second"));
    assertThat(threads).hasSize(2);
  }

  @Test
  void aCallThatFailsStrandsNobodyWhoWaits() {
    for (int i = 0; i < 2; i++) {
      calls.execute(
          () -> {
            throw new StackOverflowError("a bug");
          });
    }
    calls.execute(() -> ran.add("waiting"));
    assertThatThrownBy(threads.remove(0)::run).isInstanceOf(StackOverflowError.class);
    assertThatThrownBy(threads.remove(0)::run).isInstanceOf(StackOverflowError.class);
    threads.remove(0).run();
    assertThat(ran).containsExactly("waiting");
    assertThat(threads).isEmpty();
    calls.execute(() -> ran.add("first"));
    calls.execute(() -> ran.add("second"));
    assertThat(threads).hasSize(2);
  }

  @Test
  void whoFindsNoThreadBehindAFailureIsFoundByTheNext() {
    boolean[] full = {false};
    BoundedCalls one =
        new BoundedCalls(
            task -> {
              if (full[0]) {
                throw new RejectedExecutionException("full");
              }
              threads.add(task);
            },
            1,
            1);
    one.execute(
        () -> {
          throw new StackOverflowError("a bug");
        });
    one.execute(() -> ran.add("waiting"));
    full[0] = true;
    assertThatThrownBy(threads.remove(0)::run).isInstanceOf(StackOverflowError.class);
    full[0] = false;
    one.execute(() -> ran.add("next"));
    threads.remove(0).run();
    assertThat(ran).containsExactly("next", "waiting");
  }

  @Test
  void anExecutorThatTakesNothingGivesThePlaceBack() {
    boolean[] full = {true};
    BoundedCalls bounded =
        new BoundedCalls(
            task -> {
              if (full[0]) {
                throw new RejectedExecutionException("full");
              }
              task.run();
            },
            1,
            0);
    assertThatThrownBy(() -> bounded.execute(() -> ran.add("first")))
        .isInstanceOf(RejectedExecutionException.class);

    full[0] = false;
    assertThatCode(() -> bounded.execute(() -> ran.add("second"))).doesNotThrowAnyException();
    assertThat(ran).containsExactly("second");
  }
}
