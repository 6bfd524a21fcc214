package io.webhookguard.torture.worker;

import io.webhookguard.api.provider.Disposition;
import io.webhookguard.api.provider.ProviderAdapter;
import io.webhookguard.api.provider.ProviderProfile;
import io.webhookguard.api.provider.ProviderResponse;
import io.webhookguard.api.provider.RawRequest;
import io.webhookguard.api.provider.Secrets;
import io.webhookguard.api.provider.Verification;
import io.webhookguard.torture.plan.KillPoint;
import java.time.InstantSource;

/** An adapter with a kill point behind a good signature. */
record PointedAdapter(ProviderAdapter right, Points points) implements ProviderAdapter {

  @Override
  public ProviderProfile profile() {
    return right.profile();
  }

  @Override
  public Verification verify(RawRequest request, Secrets secrets, InstantSource clock) {
    Verification verification = right.verify(request, secrets, clock);
    if (verification instanceof Verification.Verified) {
      points.at(KillPoint.R2);
    }
    return verification;
  }

  @Override
  public ProviderResponse respond(Disposition disposition) {
    return right.respond(disposition);
  }
}
