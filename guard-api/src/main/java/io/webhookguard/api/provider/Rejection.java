package io.webhookguard.api.provider;

import java.util.Locale;

/**
 * Why a request was refused. The list is closed, so that the labels of metrics are bounded, and
 * each reason fixes the HTTP status.
 *
 * <p>The sender learns the status and nothing else: all failures of authentication look alike.
 */
public enum Rejection {
  /** Not a POST. */
  METHOD(405),
  /** No such source. */
  ENDPOINT(404),
  /** The body is larger than the source takes. */
  TOO_LARGE(413),
  /** The body is compressed or otherwise encoded. */
  ENCODING(415),
  /** Too many or too large headers. */
  HEADERS(431),
  /** The sender was too slow. */
  TIMEOUT(408),
  /** The request is not valid HTTP. */
  HTTP(400),
  /** No signature header. */
  SIG_MISSING(401),
  /** A signature header outside the scheme's grammar or limits. */
  SIG_MALFORMED(401),
  /** More than one line of a signature header. */
  SIG_DUPLICATE(401),
  /** No configured secret made this signature for this body. */
  SIG_MISMATCH(401),
  /** Signed longer ago than the tolerance. */
  SIG_STALE(401),
  /** Signed further in the future than the tolerance. */
  SIG_FUTURE(401),
  /** A signing algorithm that is not the configured one. */
  ALGORITHM(401),
  /** A certificate from an address that is not allowed, or a chain that does not hold. */
  CERTIFICATE(401),
  /** Authentic, but for another account, shop or endpoint than this source is bound to. */
  BINDING(403),
  /** Authentic, but empty. */
  BODY_EMPTY(400),
  /** Authentic, but not strict JSON. */
  JSON(400),
  /** Authentic, but nested or split beyond the limits. */
  JSON_DEPTH(400),
  /** Authentic, but with a number beyond the limits where one is read. */
  JSON_NUMBER(400),
  /** Authentic, but with a repeated key where one is read. */
  JSON_DUPLICATE(400),
  /**
   * Authentic, but without an event id that can be kept, or with an unusable type, scope or lane.
   */
  ID_INVALID(422),
  /** The event is known with another body and the source refuses that. */
  CONFLICT(409);

  private final int status;

  Rejection(int status) {
    this.status = status;
  }

  /** The HTTP status of the answer. */
  public int status() {
    return status;
  }

  /** The reason as a label of metrics and ledger entries. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
