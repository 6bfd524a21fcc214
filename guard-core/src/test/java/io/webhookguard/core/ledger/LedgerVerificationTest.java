package io.webhookguard.core.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.webhookguard.api.error.ConfigurationException;
import io.webhookguard.api.event.Sha256;
import io.webhookguard.api.ledger.DecisionKind;
import io.webhookguard.api.ledger.LedgerEntry;
import io.webhookguard.api.ledger.Seal;
import io.webhookguard.api.ledger.Subject;
import io.webhookguard.core.ledger.LedgerBreach.Kind;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What chains of seals say that are passed from hand to hand; stores have tests of their own. */
final class LedgerVerificationTest {

  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

  private final KeyPair keys = newKeys();
  private final SealSigner signer = Ed25519.signer(keys.getPrivate());

  private static KeyPair newKeys() {
    try {
      return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static LedgerEntry entry(long position, String detail) {
    return new LedgerEntry(
        position,
        new Subject.OfSource("shop"),
        0,
        NOW,
        DecisionKind.REJECTED,
        "node",
        0,
        0,
        0,
        1,
        detail);
  }

  /** Signed seals of three entries each. */
  private List<SealedRange> chain(int seals) {
    List<SealedRange> ranges = new ArrayList<>();
    for (int i = 0; i < seals; i++) {
      List<LedgerEntry> entries = new ArrayList<>();
      for (int j = 1; j <= 3; j++) {
        entries.add(entry(10L * i + j, "refused"));
      }
      Optional<Seal> before =
          ranges.isEmpty() ? Optional.empty() : Optional.of(ranges.get(i - 1).seal());
      Seal seal = Seal.next(before, entries, NOW);
      ranges.add(new SealedRange(seal.signed(signer.sign(seal.digest())), entries));
    }
    return ranges;
  }

  private static LedgerBreach breach(LedgerVerdict verdict) {
    assertThat(verdict).isInstanceOf(LedgerVerdict.Broken.class);
    return ((LedgerVerdict.Broken) verdict).breach();
  }

  @Test
  void aSignedChainIsIntactAlsoInParts() {
    List<SealedRange> chain = chain(4);
    LedgerVerification signed = LedgerVerification.plain().signedBy(keys.getPublic());

    assertThat(signed.verify(chain.subList(1, 4).iterator()))
        .isInstanceOfSatisfying(
            LedgerVerdict.Intact.class,
            intact ->
                assertThat(List.of(intact.seals(), intact.signed(), intact.entries()))
                    .containsExactly(3L, 3L, 9L));
  }

  @Test
  void aForgerWhoMakesTheChainAnewIsFoundByItsSignatures() {
    List<SealedRange> chain = chain(3);
    List<SealedRange> forged = new ArrayList<>(chain.subList(0, 1));
    Optional<Seal> before = Optional.of(chain.get(0).seal());
    for (int i = 1; i < 3; i++) {
      List<LedgerEntry> entries = new ArrayList<>(chain.get(i).entries());
      entries.set(1, entry(entries.get(1).position(), "accepted"));
      Seal seal = Seal.next(before, entries, NOW).signed(chain.get(i).seal().signature());
      forged.add(new SealedRange(seal, entries));
      before = Optional.of(seal);
    }
    assertThat(LedgerVerification.plain().verify(forged.iterator()))
        .as("without a key nobody can tell")
        .isInstanceOf(LedgerVerdict.Intact.class);

    LedgerBreach found =
        breach(LedgerVerification.plain().signedBy(keys.getPublic()).verify(forged.iterator()));
    assertThat(List.of(found.kind(), found.seal())).containsExactly(Kind.SIGNATURE_WRONG, 2L);
    LedgerBreach known =
        breach(
            LedgerVerification.plain()
                .knowing(List.of(SealHead.of(chain.get(1).seal())))
                .verify(forged.iterator()));
    assertThat(List.of(known.kind(), known.seal())).containsExactly(Kind.SEAL_CHANGED, 2L);
  }

  @Test
  void aSealThatNobodySignedIsNamed() {
    List<SealedRange> chain = chain(2);
    Seal bare = Seal.next(Optional.empty(), chain.get(0).entries(), NOW);
    List<SealedRange> unsigned = List.of(new SealedRange(bare, chain.get(0).entries()));

    LedgerBreach found =
        breach(LedgerVerification.plain().signedBy(keys.getPublic()).verify(unsigned.iterator()));

    assertThat(found.sentence()).isEqualTo("seal 1 is not signed");
  }

  @Test
  void aSealThatIsMissingBetweenOthersIsNamed() {
    List<SealedRange> chain = chain(3);
    chain.remove(1);

    LedgerBreach found = breach(LedgerVerification.plain().verify(chain.iterator()));

    assertThat(List.of(found.kind(), found.seal())).containsExactly(Kind.SEAL_MISSING, 2L);
  }

  @Test
  void aSealOfAnotherChainIsNamed() {
    List<SealedRange> chain = chain(3);
    Seal before = Seal.next(Optional.empty(), chain.get(0).entries(), NOW.plusSeconds(1));
    Seal other = Seal.next(Optional.of(before), chain.get(1).entries(), NOW);
    chain.set(1, new SealedRange(other, chain.get(1).entries()));

    LedgerBreach found = breach(LedgerVerification.plain().verify(chain.iterator()));

    assertThat(List.of(found.kind(), found.seal())).containsExactly(Kind.SEAL_CHANGED, 2L);
  }

  @Test
  void keysInPemAreRead() {
    String priv = pem("PRIVATE", keys.getPrivate().getEncoded());
    String pub = pem("PUBLIC", keys.getPublic().getEncoded());

    assertThat(Ed25519.privateKey(priv)).isEqualTo(keys.getPrivate());
    assertThat(Ed25519.publicKey(pub)).isEqualTo(keys.getPublic());
    for (String wrong : List.of("", pub, pem("PRIVATE", new byte[] {1, 2, 3}))) {
      assertThatThrownBy(() -> Ed25519.privateKey(wrong))
          .isInstanceOf(ConfigurationException.class);
    }
  }

  private static String pem(String kind, byte[] der) {
    return "-----BEGIN "
        + kind
        + " KEY-----\n"
        + Base64.getMimeEncoder().encodeToString(der)
        + "\n-----END "
        + kind
        + " KEY-----\n";
  }

  @Test
  void theDigestsAreThoseOfTheFormat() {
    List<LedgerEntry> three = chain(1).get(0).entries();

    assertThat(Seal.next(Optional.empty(), three, NOW).digest())
        .as("a change of the format breaks every chain that is there")
        .isEqualTo(Sha256.ofDigest(HexFormat.of().parseHex(FORMAT)));
  }

  private static final String FORMAT =
      "b4acd9087e9eb6670d651d49aee67127acdc6e11b643d46f14815cf001bf8ae5";
}
