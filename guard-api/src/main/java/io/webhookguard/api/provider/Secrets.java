package io.webhookguard.api.provider;

import java.util.List;
import java.util.stream.Stream;

/**
 * The live secrets of a source: any of them may have signed a request, because providers roll them
 * while old signatures are still under way. Never empty. Immutable.
 */
public final class Secrets {

  /** The most secrets that may be live at once. */
  public static final int MAX = 4;

  private final List<Secret> live;

  private Secrets(List<Secret> live) {
    this.live = live;
  }

  /**
   * The secrets as the provider shows them.
   *
   * @throws IllegalArgumentException if there is none, there are more than {@value #MAX}, or one is
   *     not a good {@link Secret}
   */
  public static Secrets of(String... texts) {
    return of(Stream.of(texts).map(Secret::of).toList());
  }

  /** As {@link #of(String...)}. */
  public static Secrets of(List<Secret> live) {
    if (live.isEmpty() || live.size() > MAX) {
      throw new IllegalArgumentException(
          "a source has 1 to " + MAX + " live secrets, got " + live.size());
    }
    return new Secrets(List.copyOf(live));
  }

  /** All live secrets. Verifiers try every one, without leaving early. */
  public List<Secret> all() {
    return live;
  }

  @Override
  public String toString() {
    return "Secrets[" + live.size() + " redacted]";
  }
}
