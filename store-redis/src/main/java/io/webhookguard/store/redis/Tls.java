package io.webhookguard.store.redis;

import io.webhookguard.api.error.ConfigurationException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/**
 * TLS to the servers: their certificates and their host names are both verified.
 *
 * <p>Whom to trust, the JVM's settings say, or a file of the user's. A certificate of the client's
 * comes from the JVM's settings alone.
 */
final class Tls {

  private Tls() {}

  /**
   * What makes the sockets.
   *
   * @param authorities a file with the certificates of those who alone may sign the servers'
   * @throws ConfigurationException if it cannot be read
   */
  static SSLSocketFactory sockets(Optional<String> authorities) {
    try {
      if (authorities.isEmpty()) {
        return SSLContext.getDefault().getSocketFactory();
      }
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trusting(authorities.get()), null);
      return context.getSocketFactory();
    } catch (GeneralSecurityException e) {
      throw new ConfigurationException(
          "this JVM cannot use TLS as it is set up: " + e.getMessage(), e);
    }
  }

  private static TrustManager[] trusting(String file) throws GeneralSecurityException {
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    try (InputStream in = new BufferedInputStream(Files.newInputStream(Path.of(file)))) {
      KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
      trusted.load(null, null);
      for (Certificate each : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
        trusted.setCertificateEntry(Integer.toString(trusted.size()), each);
      }
      if (trusted.size() == 0) {
        throw new CertificateException("none is in it");
      }
      trust.init(trusted);
    } catch (IOException | InvalidPathException | CertificateException e) {
      throw new ConfigurationException(
          "ca=" + file + " of the Redis URL is no file with certificates in PEM", e);
    }
    return trust.getTrustManagers();
  }

  /** A certificate for another host is as bad as none. */
  static SSLParameters checkingHostNames() {
    SSLParameters parameters = new SSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    return parameters;
  }

  /**
   * What a person must put right, where the sides did not come to terms. Empty where something else
   * went wrong, such as a line that broke while they talked.
   */
  static Optional<String> flaw(Throwable why) {
    Optional<String> flaw = Optional.empty();
    for (Throwable cause = why; cause != null; cause = cause.getCause()) {
      if (cause instanceof CertificateException) {
        return Optional.of(ofCertificate(String.valueOf(cause.getMessage()), innermost(cause)));
      }
      if (cause instanceof SSLException) {
        flaw =
            Optional.of(
                ("TLS fails with it (%s): look whether the port speaks TLS, and whether it asks for a"
                        + " certificate of the client's, which javax.net.ssl.keyStore names")
                    .formatted(cause.getMessage()));
      } else if (cause instanceof IOException) {
        return Optional.empty();
      }
    }
    return flaw;
  }

  private static String ofCertificate(String message, String innermost) {
    if (message.startsWith("No name") || message.startsWith("No subject alternative")) {
      return "its certificate is for another host (%s): name the host as the certificate does"
          .formatted(message);
    }
    return ("its certificate is not trusted (%s): name the file of who signed it by ?ca=FILE, or let"
            + " the JVM trust them")
        .formatted(innermost);
  }

  private static String innermost(Throwable why) {
    Throwable innermost = why;
    while (innermost.getCause() != null) {
      innermost = innermost.getCause();
    }
    return String.valueOf(innermost.getMessage());
  }
}
