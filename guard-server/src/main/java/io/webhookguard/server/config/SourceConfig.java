package io.webhookguard.server.config;

import io.webhookguard.api.provider.Secrets;
import io.webhookguard.core.Source;
import io.webhookguard.core.handler.FlowPolicy;
import io.webhookguard.core.handler.RunPolicy;
import java.util.Optional;

/**
 * One endpoint of the intake and where its events go.
 *
 * @param name the last part of its URL
 * @param adapter how its events are verified and named
 * @param secrets what the provider signs with; nothing where a command that inspects the store read
 *     the file
 * @param answer when and how the provider is answered
 * @param forward where events go
 * @param policy retries, and what follows from doubt and failure
 * @param flow how much may be forwarded, and when not
 * @param approval which changes by persons need a second one
 */
public record SourceConfig(
    String name,
    AdapterConfig adapter,
    Optional<Secrets> secrets,
    AnswerConfig answer,
    ForwardConfig forward,
    RunPolicy policy,
    FlowPolicy flow,
    Source.Approval approval) {

  /**
   * The source as the guard takes it. The gateway always answers in its own words. Without secrets
   * it is only good for looking at events.
   *
   * @param maxBodyBytes the largest body that it takes
   * @throws io.webhookguard.api.error.ConfigurationException if a setting is out of bounds
   */
  public Source toSource(int maxBodyBytes) {
    Source.Builder builder =
        Source.named(name, adapter.build())
            .maxBodyBytes(maxBodyBytes)
            .mode(answer.mode())
            .ackBudget(answer.ackBudget())
            .conflict(answer.conflict())
            .duplicateStatus(answer.duplicateStatus())
            .inlineAnswer(Source.InlineAnswer.STANDARD)
            .redelivery(answer.redelivery())
            .approval(approval);
    secrets.ifPresentOrElse(builder::secrets, () -> builder.secrets(SourceConfig::unread));
    return builder.build();
  }

  private static Secrets unread() {
    throw new IllegalStateException("this configuration was read without secrets");
  }
}
