package io.webhookguard.store.mysql;

import io.webhookguard.api.event.Sha256;
import io.webhookguard.api.store.Claim;
import io.webhookguard.store.sql.internal.Row;
import io.webhookguard.store.sql.internal.StoredKey;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * A current claim whose row is locked.
 *
 * @param token its token
 * @param seq the event's number
 * @param leaseEnd in milliseconds
 * @param claimId the id of the call that granted it
 * @param owner who holds it
 * @param lane the event's lane
 * @param key what the event's row has as its key, as hexadecimal text
 */
record ClaimRow(
    long token,
    long seq,
    long leaseEnd,
    UUID claimId,
    String owner,
    Optional<Sha256> lane,
    String key) {

  private static final HexFormat HEX = HexFormat.of();

  static ClaimRow read(Row row) throws SQLException {
    return new ClaimRow(
        row.number("token"),
        row.number("seq"),
        row.number("lease_end"),
        row.id("claim_id"),
        row.text("owner"),
        row.optionalDigest("lane"),
        HEX.formatHex(row.bytes("key")));
  }

  /** Locks claims in order of token; those that somebody else holds are left out. */
  static Map<Long, ClaimRow> lockFree(WriteSession session, Collection<Long> tokens) {
    Map<Long, ClaimRow> locked = new HashMap<>();
    if (!tokens.isEmpty()) {
      session
          .call(MysqlStatement.LOCK_FREE_CLAIMS)
          .bind("tokens", Tokens.rows(tokens).text())
          .list(ClaimRow::read)
          .forEach(claim -> locked.put(claim.token(), claim));
    }
    return locked;
  }

  /** Whether it is this claim: a token under another key is a stranger's. */
  boolean is(Claim claim) {
    return token == claim.token().value() && key.equals(HEX.formatHex(StoredKey.of(claim.key())));
  }
}
