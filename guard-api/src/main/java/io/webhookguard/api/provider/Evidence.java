package io.webhookguard.api.provider;

import io.webhookguard.api.event.Payload;
import java.net.URI;
import java.util.function.Function;

/** Something that a signature alone does not prove, obtained from outside by the engine. */
public sealed interface Evidence {

  /** Applies the function of the case at hand. */
  <T> T match(Function<Certificate, T> certificate, Function<OnlineAnswer, T> onlineAnswer);

  /** What an adapter asks for. */
  sealed interface Wanted {

    /** Applies the function of the case at hand. */
    <T> T match(Function<CertificateAt, T> certificateAt, Function<OnlineCheck, T> onlineCheck);

    /**
     * The certificate chain behind a URL that the adapter has checked against its own list of
     * hosts.
     *
     * @param url https, fetched without redirects
     */
    record CertificateAt(URI url) implements Wanted {
      @Override
      public <T> T match(
          Function<CertificateAt, T> certificateAt, Function<OnlineCheck, T> onlineCheck) {
        return certificateAt.apply(this);
      }
    }

    /**
     * The provider's own answer: a verification call, or the event fetched again. Credentials are
     * added by the engine from the source's configuration.
     *
     * @param method GET or POST
     * @param url https, one of the adapter's fixed addresses
     * @param body what to send; empty for GET
     */
    record OnlineCheck(String method, URI url, Payload body) implements Wanted {
      @Override
      public <T> T match(
          Function<CertificateAt, T> certificateAt, Function<OnlineCheck, T> onlineCheck) {
        return onlineCheck.apply(this);
      }
    }
  }

  /**
   * A certificate chain.
   *
   * @param url where it came from
   * @param pem the chain, not yet checked
   */
  record Certificate(URI url, Payload pem) implements Evidence {
    @Override
    public <T> T match(
        Function<Certificate, T> certificate, Function<OnlineAnswer, T> onlineAnswer) {
      return certificate.apply(this);
    }
  }

  /**
   * A provider's answer.
   *
   * @param url where it came from
   * @param status the HTTP status, 200 to 499
   * @param body the answer
   */
  record OnlineAnswer(URI url, int status, Payload body) implements Evidence {
    @Override
    public <T> T match(
        Function<Certificate, T> certificate, Function<OnlineAnswer, T> onlineAnswer) {
      return onlineAnswer.apply(this);
    }
  }
}
