package io.webhookguard.testsupport.network;

/** What of an exchange does not arrive. */
enum Loss {
  NOTHING,
  REQUEST,
  REPLY
}
