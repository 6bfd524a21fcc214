package io.webhookguard.api.ledger;

import io.webhookguard.api.event.Names;
import io.webhookguard.api.event.Sha256;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Says that all entries up to the end of a seal are kept in a file, and may go from the store. The
 * seals stay.
 *
 * @param seal the number of the last seal whose entries are in a file
 * @param upTo where that seal's range ends
 * @param head that seal's digest
 * @param file the digest of the file that holds the entries behind the mark before
 * @param actor the person who answers for it, 1 to 255 UTF-8 bytes
 * @param at when, in whole milliseconds
 */
public record ArchiveMark(
    long seal, long upTo, Sha256 head, Sha256 file, String actor, Instant at) {

  public ArchiveMark {
    if (seal < 1 || upTo < 1) {
      throw new IllegalArgumentException("no mark is at seal " + seal + " and position " + upTo);
    }
    Names.requireOpaque("actor", actor);
    at = at.truncatedTo(ChronoUnit.MILLIS);
  }

  /** The mark for the entries up to the end of this seal. */
  public static ArchiveMark at(Seal last, Sha256 file, String actor, Instant at) {
    return new ArchiveMark(last.number(), last.upTo(), last.digest(), file, actor, at);
  }

  /** Whether it names this seal, as it is. */
  public boolean names(Seal sealed) {
    return seal == sealed.number() && upTo == sealed.upTo() && head.equals(sealed.digest());
  }
}
