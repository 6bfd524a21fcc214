package com.example.filestore;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.Optional;

/**
 * A disk that is gone from one step of the writes on. It syncs nothing: the kit kills processes and
 * cuts no power, so that a sync would show nothing, and it takes milliseconds.
 */
final class DyingDisk implements Disk {

  private final int lastStep;
  private int steps;
  private String death = "";

  /** Goes away at the step of this number, counted from 1. */
  DyingDisk(int lastStep) {
    this.lastStep = lastStep;
  }

  /** One that never goes away. */
  static DyingDisk immortal() {
    return new DyingDisk(Integer.MAX_VALUE);
  }

  /** Where it went away, if it did. */
  Optional<String> death() {
    return death.isEmpty() ? Optional.empty() : Optional.of(death);
  }

  @Override
  public void sync(FileChannel file) {}

  @Override
  public void reached(String point) throws IOException {
    steps++;
    if (steps == lastStep) {
      death = point;
    }
    if (steps >= lastStep) {
      throw new IOException("the process was killed " + death);
    }
  }
}
