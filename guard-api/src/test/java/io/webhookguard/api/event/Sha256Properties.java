package io.webhookguard.api.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;

class Sha256Properties {

  @Property
  void listsOfTextsHaveEqualDigestsOnlyIfTheyAreEqual(
      @ForAll @Size(max = 3) List<@AlphaChars @StringLength(max = 2) String> first,
      @ForAll @Size(max = 3) List<@AlphaChars @StringLength(max = 2) String> second) {
    Sha256 one = Sha256.ofTuple("test", first.toArray(String[]::new));
    Sha256 two = Sha256.ofTuple("test", second.toArray(String[]::new));

    assertThat(one.equals(two)).isEqualTo(first.equals(second));
  }
}
