package com.example.filestore;

import io.webhookguard.conformance.StoreHarness;
import io.webhookguard.conformance.StoreProperties;
import io.webhookguard.conformance.model.Trial;
import java.util.List;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Tells the stories of one seed again. Its name keeps it out of the build; run it by hand. */
final class ReplayedSeed implements StoreProperties {

  @Override
  public StoreHarness newHarness() {
    return new FileHarness();
  }

  // guide: replay-begin
  @Override
  @Property(seed = "7756570635870508296", edgeCases = EdgeCasesMode.NONE)
  public void agreesWithTheModel(@ForAll("stories") List<Trial.Step> story) {
    StoreProperties.super.agreesWithTheModel(story);
  }
  // guide: replay-end
}
