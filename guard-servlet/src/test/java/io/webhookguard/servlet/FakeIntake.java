package io.webhookguard.servlet;

import io.webhookguard.api.provider.Disposition;
import io.webhookguard.api.provider.ProviderResponse;
import io.webhookguard.api.provider.RawRequest;
import io.webhookguard.api.provider.Rejection;
import io.webhookguard.api.provider.StandardResponses;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;

/** A guard that takes everything for the source {@code shop}, and remembers it. */
final class FakeIntake implements Intake {

  static final int LIMIT = 100;

  final Queue<RawRequest> requests = new ConcurrentLinkedQueue<>();
  final Map<Rejection, Integer> refusals = new ConcurrentHashMap<>();
  private volatile Function<RawRequest, CompletionStage<ProviderResponse>> answer =
      request -> CompletableFuture.completedFuture(ProviderResponse.json(200, "{\"ok\":true}"));

  void answerWith(Function<RawRequest, CompletionStage<ProviderResponse>> next) {
    answer = next;
  }

  @Override
  public boolean knows(String source) {
    return source.equals("shop");
  }

  @Override
  public int maxBodyBytes(String source) {
    return LIMIT;
  }

  @Override
  public ProviderResponse refuse(String source, Rejection reason) {
    refusals.merge(reason, 1, Integer::sum);
    return StandardResponses.to(new Disposition.Refused(reason));
  }

  @Override
  public CompletionStage<ProviderResponse> receive(String source, RawRequest request) {
    requests.add(request);
    return answer.apply(request);
  }
}
