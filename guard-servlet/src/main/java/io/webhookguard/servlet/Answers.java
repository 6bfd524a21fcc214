package io.webhookguard.servlet;

import io.webhookguard.api.provider.Disposition;
import io.webhookguard.api.provider.ProviderResponse;
import io.webhookguard.api.provider.StandardResponses;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;

/** Turns the guard's answers into HTTP. */
final class Answers {

  private Answers() {}

  /** What the sender gets when the guard could not answer: deliver again. */
  static ProviderResponse unavailable() {
    return StandardResponses.to(new Disposition.Unavailable(Duration.ofSeconds(5)));
  }

  /** Sets everything but the body. */
  static void head(ProviderResponse answer, boolean close, HttpServletResponse response) {
    response.setStatus(answer.status());
    answer.headers().forEach(response::setHeader);
    if (close) {
      response.setHeader("Connection", "close");
    }
    if (!answer.body().contentType().isEmpty()) {
      response.setContentType(answer.body().contentType());
    }
    response.setContentLength(answer.body().size());
  }
}
