package io.webhookguard.core.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.webhookguard.api.error.OutcomeUnknownException;
import io.webhookguard.api.error.StoreUnavailableException;
import io.webhookguard.api.ledger.Decision;
import io.webhookguard.api.ledger.DecisionKind;
import io.webhookguard.api.ledger.Seal;
import io.webhookguard.api.ledger.SealAnswer;
import io.webhookguard.api.ledger.SealSignature;
import io.webhookguard.api.ledger.Seals;
import io.webhookguard.api.ledger.Subject;
import io.webhookguard.core.InterposedStore;
import io.webhookguard.core.ledger.LedgerVerdict;
import io.webhookguard.core.ledger.LedgerVerification;
import io.webhookguard.core.ledger.SealAnchor;
import io.webhookguard.core.ledger.Sealing;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class SealerTest {

  private static final String LOCK = "guard.seal";

  private final Bench bench = new Bench();
  private final Anchor anchor = new Anchor();

  /** Keeps what it takes, unless it is out of order. */
  private static final class Anchor implements SealAnchor {

    private final List<Long> taken = new ArrayList<>();
    private int troubles;

    @Override
    public long newest() {
      return taken.isEmpty() ? 0 : taken.get(taken.size() - 1);
    }

    @Override
    public void take(Seal seal) {
      if (troubles > 0) {
        troubles--;
        throw new IllegalStateException("out of order");
      }
      taken.add(seal.number());
    }
  }

  private Sealer sealer(Sealing sealing) {
    return new Sealer(bench.node, sealing);
  }

  private List<String> round(Sealer sealer) {
    bench.asked.clear();
    sealer.tick();
    bench.time.settleDown();
    return bench.asked.stream().map(Bench.Asked::call).toList();
  }

  private void write(int entries) {
    Decision refused =
        new Decision(new Subject.OfSource("shop"), DecisionKind.REJECTED, "node", 0, 1, "");
    bench.memory.ledger().append(Collections.nCopies(entries, refused));
  }

  private Seals seals() {
    return bench.memory.seals();
  }

  private LedgerVerdict.Intact verified() {
    LedgerVerdict verdict = LedgerVerification.plain().verify(bench.memory);
    assertThat(verdict).isInstanceOf(LedgerVerdict.Intact.class);
    return (LedgerVerdict.Intact) verdict;
  }

  @Test
  void whereNothingIsNewItOnlyLooks() {
    Sealer sealer = sealer(Sealing.DEFAULT);
    assertThat(round(sealer)).containsExactly("scan");
    write(3);
    round(sealer);

    assertThat(round(sealer)).containsExactly("scan");
  }

  @Test
  void itSealsWhatIsNewUnderALock() {
    write(3);
    assertThat(round(sealer(Sealing.DEFAULT)))
        .containsExactly(
            "scan", "newest", "scan", "tryAcquire", "newest", "scan", "add", "release");
    write(2);
    round(sealer(Sealing.DEFAULT));

    assertThat(seals().list(0, 10)).extracting(Seal::count).containsExactly(3, 2);
    assertThat(seals().newest().orElseThrow().at())
        .isEqualTo(bench.time.clock().instant().truncatedTo(ChronoUnit.MILLIS));
    assertThat(verified().tail().entries()).isZero();
    assertThat(bench.memory.lock().tryAcquire(LOCK, "else", Duration.ofSeconds(1))).isPresent();
  }

  @Test
  void aGreatBacklogIsSealedInParts() {
    write(1_000);
    write(1_000);
    write(500);
    round(sealer(Sealing.DEFAULT));

    assertThat(seals().list(0, 10)).extracting(Seal::count).containsExactly(1_000, 1_000, 500);
    assertThat(verified().entries()).isEqualTo(2_500);
  }

  @Test
  void oneNodeAtATime() {
    write(1);
    bench.memory.lock().tryAcquire(LOCK, "somebody else", bench.settings.lease());

    assertThat(round(sealer(Sealing.DEFAULT)))
        .containsExactly("scan", "newest", "scan", "tryAcquire");
  }

  @Test
  void aLostReplyIsNoReasonToSealTwice() {
    write(3);
    bench.answer(
        call -> {
          Object answer = call.passOn();
          if (call.name().equals("add")) {
            throw new OutcomeUnknownException("no reply");
          }
          return answer;
        });
    Sealer sealer = sealer(Sealing.DEFAULT);
    round(sealer);
    bench.answer(InterposedStore.Call::passOn);
    write(1);
    round(sealer);

    assertThat(seals().list(0, 10)).extracting(Seal::count).containsExactly(3, 1);
    assertThat(verified().sealedUpTo()).isEqualTo(4);
  }

  @Test
  void whoIsOutrunGoesOnBehindTheOther() {
    write(3);
    bench.answer(
        call -> {
          if (call.name().equals("add") && seals().newest().isEmpty()) {
            Seal others =
                Seal.next(
                    Optional.empty(),
                    bench.memory.ledger().scan(0, 2).entries(),
                    bench.time.clock().instant());
            assertThat(seals().add(others)).isEqualTo(new SealAnswer.Added());
          }
          return call.passOn();
        });
    Sealer sealer = sealer(Sealing.DEFAULT);
    round(sealer);
    round(sealer);

    assertThat(seals().list(0, 10)).extracting(Seal::count).containsExactly(2, 1);
    assertThat(verified().seals()).isEqualTo(2);
  }

  @Test
  void aStoreThatIsAwayIsAskedAgain() {
    write(1);
    bench.answer(
        call -> {
          throw new StoreUnavailableException("away");
        });
    Sealer sealer = sealer(Sealing.DEFAULT);
    round(sealer);
    assertThat(seals().newest()).isEmpty();

    bench.answer(InterposedStore.Call::passOn);
    round(sealer);
    assertThat(seals().newest()).isPresent();
  }

  @Test
  void aStopEndsItBehindTheSealThatIsUnderWay() {
    write(1_000);
    write(1_000);
    Sealer sealer = sealer(Sealing.DEFAULT);
    bench.answer(
        call -> {
          if (call.name().equals("add")) {
            sealer.stop();
          }
          return call.passOn();
        });
    round(sealer);

    assertThat(seals().list(0, 10)).hasSize(1);
    assertThat(round(sealer)).isEmpty();
  }

  @Test
  void aSignerThatFailsKeepsSealsAway() {
    int[] asked = new int[1];
    Sealing sealing =
        Sealing.DEFAULT.signedBy(
            digest -> {
              if (asked[0]++ == 0) {
                throw new IllegalStateException("no key");
              }
              return SealSignature.of(digest.toByteArray());
            });
    write(1);
    Sealer sealer = sealer(sealing);
    round(sealer);
    assertThat(seals().newest()).isEmpty();

    round(sealer);
    Seal seal = seals().newest().orElseThrow();
    assertThat(seal.signature()).isEqualTo(SealSignature.of(seal.digest().toByteArray()));
  }

  @Test
  void theAnchorGetsEachSealUntilItTookIt() {
    Sealer sealer = sealer(Sealing.DEFAULT.anchoredAt(anchor));
    write(1);
    anchor.troubles = 2;
    round(sealer);
    write(1);
    round(sealer);
    assertThat(anchor.taken).as("it was in trouble").isEmpty();

    round(sealer);
    assertThat(anchor.taken).as("without anything new").containsExactly(1L, 2L);
    assertThat(round(sealer)).as("and then it has them all").containsExactly("scan");
  }

  @Test
  void anotherNodeGoesOnWhereTheAnchorIs() {
    write(1);
    round(sealer(Sealing.DEFAULT.anchoredAt(anchor)));
    write(1);
    round(sealer(Sealing.DEFAULT));
    round(sealer(Sealing.DEFAULT.anchoredAt(anchor)));

    assertThat(anchor.taken).containsExactly(1L, 2L);
  }

  @Test
  void anAnchorThatKnowsMoreThanTheStoreGetsNothing() {
    anchor.taken.add(7L);
    write(1);
    round(sealer(Sealing.DEFAULT.anchoredAt(anchor)));

    assertThat(anchor.taken).containsExactly(7L);
    assertThat(seals().newest()).isPresent();
  }
}
