package io.webhookguard.server.config;

import java.util.Optional;

/**
 * Who connects to a server.
 *
 * @param user nothing if the driver's default is meant
 * @param password nothing if the server asks for none; it never leaves through {@link #toString}
 */
public record Login(Optional<String> user, Optional<String> password) {

  @Override
  public String toString() {
    return "Login[user=" + user.orElse("") + ", password redacted]";
  }
}
