package io.webhookguard.conformance;

import io.webhookguard.conformance.model.Trial;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/**
 * A store under made-up stories: after every step its answers, its records and its ledger agree
 * with the model of the contract.
 *
 * <p>The author of a store writes {@code final class MyStoreProperties implements StoreProperties}
 * with one method. Stories use what the harness declares and leave the rest out. How many are told
 * is jqwik's default number of tries, {@code jqwik.tries.default}: in {@code
 * junit-platform.properties} or as a system property. A failure prints the shortest story that was
 * found and the seed that repeats it.
 */
public interface StoreProperties {

  /** A harness with an empty store; each story has its own, which is closed after it. */
  StoreHarness newHarness();

  /** Any row of calls is answered as the contract says. */
  @Property(edgeCases = EdgeCasesMode.NONE)
  @Label("the store agrees with the model of the contract, step by step")
  default void agreesWithTheModel(@ForAll("stories") List<Trial.Step> story) {
    try (StoreHarness harness = newHarness()) {
      Occurrences occurrences = Occurrences.ofStories(harness.capabilities());
      new Trial(harness, occurrences).run(story);
      occurrences.requireAll();
    }
  }

  /** Stories of about fifty steps. */
  @Provide
  default Arbitrary<List<Trial.Step>> stories() {
    return Stories.ofOneCaller();
  }
}
