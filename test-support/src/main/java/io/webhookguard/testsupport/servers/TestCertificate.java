package io.webhookguard.testsupport.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * A certificate of a server, signed by itself, so that nobody trusts it who is not told to.
 *
 * @param certificate the file with the certificate, as PEM
 * @param key the file with its key, as PEM
 */
public record TestCertificate(Path certificate, Path key) {

  private static final String PASSWORD = "of-no-worth";
  private static final String NAME = "server";

  private static final String STORE = "keys.p12";

  /** Makes one for a host's name in an empty folder, by the keytool of this Java. */
  public static TestCertificate forHost(String host, Path folder) {
    try {
      Path store = Files.createDirectories(folder).resolve(STORE);
      String keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
      Command.run(
          List.of(
              keytool,
              "-genkeypair",
              "-keystore",
              store.toString(),
              "-storetype",
              "PKCS12",
              "-storepass",
              PASSWORD,
              "-alias",
              NAME,
              "-keyalg",
              "EC",
              "-groupname",
              "secp256r1",
              "-dname",
              "CN=" + host,
              "-ext",
              "san=dns:" + host,
              "-validity",
              "2"));
      KeyStore keys = keys(folder);
      return new TestCertificate(
          write(folder, "CERTIFICATE", keys.getCertificate(NAME).getEncoded()),
          write(folder, "PRIVATE KEY", keys.getKey(NAME, PASSWORD.toCharArray()).getEncoded()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static KeyStore keys(Path folder) throws IOException, GeneralSecurityException {
    return KeyStore.getInstance(folder.resolve(STORE).toFile(), PASSWORD.toCharArray());
  }

  /** One side of a connection that trusts it, and shows it as its own. */
  public SSLContext context() {
    try {
      KeyStore keys = keys(certificate.resolveSibling("."));
      KeyManagerFactory own =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      own.init(keys, PASSWORD.toCharArray());
      KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
      trusted.load(null, null);
      trusted.setCertificateEntry(NAME, keys.getCertificate(NAME));
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(trusted);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(own.getKeyManagers(), trust.getTrustManagers(), null);
      return context;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Path write(Path folder, String kind, byte[] content) throws IOException {
    Base64.Encoder lines = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII));
    return Files.writeString(
        folder.resolve(kind.equals("CERTIFICATE") ? "certificate.pem" : "key.pem"),
        "-----BEGIN %1$s-----\n%2$s\n-----END %1$s-----\n"
            .formatted(kind, lines.encodeToString(content)));
  }

  /** The settings of a Redis server that speaks TLS on this port, and asks clients for nothing. */
  public Map<String, String> ofRedis(int port) {
    return Map.of(
        "tls-port", Integer.toString(port),
        "tls-cert-file", certificate.toString(),
        "tls-key-file", key.toString(),
        "tls-ca-cert-file", certificate.toString(),
        "tls-auth-clients", "no");
  }
}
