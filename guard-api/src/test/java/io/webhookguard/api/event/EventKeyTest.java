package io.webhookguard.api.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventKeyTest {

  private static final Route ROUTE = Route.main("stripe-live");

  @Test
  void theDigestIsTheSameOnEveryMachineAndForEver() {
    assertThat(new EventKey(ROUTE, "live", "evt_1").digest().toHex())
        .isEqualTo("fc706d107b35ec786e1cc6dfec15fedd6a9baa6a4f3658204c21b18d5595798e");
  }

  @Test
  void partsCannotBeShiftedIntoEachOther() {
    EventKey first = new EventKey(ROUTE, "live:a", "b");
    EventKey second = new EventKey(ROUTE, "live", ":ab");

    assertThat(first.digest()).isNotEqualTo(second.digest());
  }

  @Test
  void caseAccentsNormalFormAndTrailingDotsAllCount() {
    Set<Sha256> digests = new HashSet<>();
    for (String id : new String[] {"evt_1", "EVT_1", "évt_1", "e\u0301vt_1", "evt_1."}) {
      digests.add(new EventKey(ROUTE, "", id).digest());
    }

    assertThat(digests).hasSize(5);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " evt",
        "evt ",
        "evt\u00a0",
        "e\u0000t",
        "e\nt",
        "\ud800",
        "a\udc00b",
        "\u2003x"
      })
  void idsThatNoStoreCouldKeepAreRefusedWithoutBeingRepeated(String id) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new EventKey(ROUTE, "", id))
        .withMessageStartingWith("event id ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'; DROP TABLE x;--",
        "{a}{b}",
        "*",
        "../..",
        "%s",
        "${jndi:ldap://x}",
        "\u202etxt",
        "😀"
      })
  void strangeButWholeIdsAreOpaqueTexts(String id) {
    assertThat(new EventKey(ROUTE, "", id).eventId()).isEqualTo(id);
  }

  @Test
  void theLimitCountsBytesNotCharacters() {
    assertThat(new EventKey(ROUTE, "", "é".repeat(127)).eventId()).hasSize(127);
    assertThatIllegalArgumentException().isThrownBy(() -> new EventKey(ROUTE, "", "é".repeat(128)));
  }

  @Test
  void aKeyInALogLineHasNoControlOrDirectionCharacters() {
    assertThat(new EventKey(ROUTE, "", "a\u202eb\u2028c").toString())
        .isEqualTo("stripe-live/main/-/a?b?c");
  }
}
