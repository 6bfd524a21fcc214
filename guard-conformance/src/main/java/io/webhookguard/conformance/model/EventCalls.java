package io.webhookguard.conformance.model;

import io.webhookguard.api.event.EventKey;
import io.webhookguard.api.event.EventRecord;
import io.webhookguard.api.store.Admission;
import io.webhookguard.api.store.Arrival;
import io.webhookguard.api.store.Attempt;
import io.webhookguard.api.store.Claim;
import io.webhookguard.api.store.ClaimRequest;
import io.webhookguard.api.store.Intervention;
import io.webhookguard.api.store.InterventionAnswer;
import io.webhookguard.api.store.RecoverRequest;
import io.webhookguard.api.store.RenewAnswer;
import io.webhookguard.api.store.SettleAnswer;
import io.webhookguard.api.store.Settlement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** The calls that change events. */
final class EventCalls {

  private EventCalls() {}

  record Admit(List<Arrival> arrivals) implements Call<List<Admission>> {
    @Override
    public List<Admission> make(Client client) {
      return client.store().events().admit(arrivals);
    }

    @Override
    public void judge(Model model, List<Admission> answer) {
      new AdmissionRules(model).judge(arrivals, answer);
    }

    @Override
    public String name() {
      return "admit";
    }

    @Override
    public List<String> outcomes(List<Admission> answer) {
      return answer.stream().map(Words::kind).toList();
    }

    @Override
    public List<EventKey> keys() {
      return arrivals.stream().map(Arrival::key).distinct().toList();
    }

    @Override
    public List<Attempt> granted(List<Admission> answer) {
      List<Attempt> granted = new ArrayList<>();
      answer.stream()
          .filter(Admission.Claimed.class::isInstance)
          .forEach(admission -> granted.add(((Admission.Claimed) admission).attempt()));
      return granted;
    }

    @Override
    public List<EventRecord> shown(List<Admission> answer) {
      return answer.stream().flatMap(each -> AdmissionRules.recordOf(each).stream()).toList();
    }

    @Override
    public boolean isRepeatable() {
      return true;
    }

    @Override
    public String toString() {
      return "admit " + arrivals.stream().map(Words::of).toList();
    }
  }

  record Grab(ClaimRequest request) implements Call<List<Attempt>> {
    @Override
    public List<Attempt> make(Client client) {
      return client.store().events().claim(request);
    }

    @Override
    public void judge(Model model, List<Attempt> answer) {
      new ClaimRules(model).judge(request, answer);
    }

    @Override
    public String name() {
      return request.selection().match(heads -> "claim heads", one -> "claim one");
    }

    @Override
    public List<String> outcomes(List<Attempt> answer) {
      return Words.grants(answer);
    }

    @Override
    public List<EventKey> keys() {
      return request.selection().match(heads -> List.of(), one -> List.of(one.key()));
    }

    @Override
    public List<Attempt> granted(List<Attempt> answer) {
      return answer;
    }

    @Override
    public boolean isRepeatable() {
      return true;
    }

    @Override
    public String toString() {
      String wanted =
          request
              .selection()
              .match(
                  heads -> "at most " + heads.limit() + " heads of " + heads.routes(),
                  one -> Words.of(one.key()));
      return "claim " + wanted + " as " + request.owner() + ", id " + Words.of(request.claimId());
    }
  }

  record Recall(UUID claimId) implements Call<List<Attempt>> {
    @Override
    public List<Attempt> make(Client client) {
      return client.store().events().claims(claimId);
    }

    @Override
    public void judge(Model model, List<Attempt> answer) {
      new ClaimRules(model).judge(claimId, answer);
    }

    @Override
    public String name() {
      return "claims";
    }

    @Override
    public List<String> outcomes(List<Attempt> answer) {
      return Words.grants(answer);
    }

    @Override
    public String toString() {
      return "claims of id " + Words.of(claimId);
    }
  }

  record Settle(List<Settlement> settlements) implements Call<List<SettleAnswer>> {
    @Override
    public List<SettleAnswer> make(Client client) {
      return client.store().events().settle(settlements);
    }

    @Override
    public void judge(Model model, List<SettleAnswer> answer) {
      new SettlementRules(model).judge(settlements, answer);
    }

    @Override
    public String name() {
      return "settle";
    }

    @Override
    public List<String> outcomes(List<SettleAnswer> answer) {
      List<String> names = new ArrayList<>();
      for (int i = 0; i < answer.size(); i++) {
        names.add(Words.kind(settlements.get(i)) + " " + Words.kind(answer.get(i)));
      }
      return names;
    }

    @Override
    public List<EventKey> keys() {
      return settlements.stream().map(each -> each.claim().key()).distinct().toList();
    }

    @Override
    public boolean isRepeatable() {
      return true;
    }

    @Override
    public String toString() {
      return "settle " + settlements.stream().map(Words::of).toList();
    }
  }

  record Renew(List<Claim> claims, Duration lease) implements Call<List<RenewAnswer>> {
    @Override
    public List<RenewAnswer> make(Client client) {
      return client.store().events().renew(claims, lease);
    }

    @Override
    public void judge(Model model, List<RenewAnswer> answer) {
      new ClaimRules(model).judge(claims, lease, answer);
    }

    @Override
    public String name() {
      return "renew";
    }

    @Override
    public List<String> outcomes(List<RenewAnswer> answer) {
      return answer.stream().map(Words::kind).toList();
    }

    @Override
    public List<EventKey> keys() {
      return claims.stream().map(Claim::key).distinct().toList();
    }

    @Override
    public boolean isRepeatable() {
      return true;
    }

    @Override
    public String toString() {
      return "renew " + claims.stream().map(Words::of).toList() + " for " + lease;
    }
  }

  record Recover(RecoverRequest request) implements Call<List<Attempt>> {
    @Override
    public List<Attempt> make(Client client) {
      return client.store().events().recover(request);
    }

    @Override
    public void judge(Model model, List<Attempt> answer) {
      new ClaimRules(model).judge(request, answer);
    }

    @Override
    public String name() {
      return "recover";
    }

    @Override
    public List<String> outcomes(List<Attempt> answer) {
      return Words.grants(answer);
    }

    @Override
    public List<Attempt> granted(List<Attempt> answer) {
      return answer;
    }

    @Override
    public boolean isRepeatable() {
      return true;
    }

    @Override
    public String toString() {
      return "recover at most "
          + request.limit()
          + " as "
          + request.owner()
          + ", id "
          + Words.of(request.claimId());
    }
  }

  record Intervene(EventKey key, Intervention intervention) implements Call<InterventionAnswer> {
    @Override
    public InterventionAnswer make(Client client) {
      return client.store().events().intervene(key, intervention);
    }

    @Override
    public void judge(Model model, InterventionAnswer answer) {
      new InterventionRules(model).judge(key, intervention, answer);
    }

    @Override
    public String name() {
      return "intervene";
    }

    @Override
    public List<String> outcomes(InterventionAnswer answer) {
      String came =
          answer.match(
              done -> "Done",
              refused -> refused.refusal().name(),
              unknown -> "Unknown",
              locked -> "Locked");
      return List.of(Words.kind(intervention) + " " + came);
    }

    @Override
    public List<EventKey> keys() {
      return List.of(key);
    }

    @Override
    public List<EventRecord> shown(InterventionAnswer answer) {
      return answer.match(
          done -> List.of(done.record()),
          refused -> List.of(refused.record()),
          unknown -> List.of(),
          locked -> List.of());
    }

    @Override
    public boolean isRepeatable() {
      return true;
    }

    @Override
    public String toString() {
      String which =
          intervention.match(
              redelivery ->
                  " (at most "
                      + redelivery.maxReopenings()
                      + ", window "
                      + redelivery.keyWindow()
                      + ")",
              retry -> "",
              confirm -> "",
              discard -> "",
              replay -> "",
              erase -> "");
      return Words.kind(intervention)
          + which
          + " "
          + Words.of(key)
          + ", id "
          + Words.of(intervention.id());
    }
  }
}
