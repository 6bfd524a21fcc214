package io.webhookguard.conformance;

import io.webhookguard.conformance.model.Overlap;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;

/**
 * A store under overlapping calls: whatever several callers are answered, some order of their calls
 * that keeps to real time explains it.
 *
 * <p>Two to four callers on threads of their own, in turn through {@link StoreHarness#store} and
 * {@link StoreHarness#secondClient}, make three to five calls each on few events, lanes and locks;
 * now and then a call or its reply is lost, and the call is made again with the same ids. What
 * nobody heard may have happened or not, in part too. The author of a store writes {@code final
 * class MyInterleavingProperties implements InterleavingProperties} with one method. How many plans
 * are tried is {@code jqwik.tries.default}. A failure prints all calls with their intervals and why
 * no order explains them; its seed repeats the plan, but not the moments at which threads ran, so
 * that plans are not shrunk.
 */
public interface InterleavingProperties {

  /** A harness with an empty store; each plan has its own, which is closed after it. */
  StoreHarness newHarness();

  /** Overlapping calls are answered as if they took turns. */
  @Property(edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.OFF)
  @Label("some order of overlapping calls explains all answers")
  default void someOrderExplainsAllAnswers(@ForAll("plans") Overlap.Plan plan) {
    try (StoreHarness harness = newHarness()) {
      Occurrences occurrences = Occurrences.ofInterleavings();
      new Overlap(harness, occurrences).run(plan);
      occurrences.requireAll();
    }
  }

  /** What is done before, and by whom at once. */
  @Provide
  default Arbitrary<Overlap.Plan> plans() {
    return Stories.ofManyCallers();
  }
}
