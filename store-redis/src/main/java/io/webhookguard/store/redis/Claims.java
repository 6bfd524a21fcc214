package io.webhookguard.store.redis;

import io.webhookguard.api.event.EventKey;
import io.webhookguard.api.event.FencingToken;
import io.webhookguard.api.event.Route;
import io.webhookguard.api.store.Attempt;
import io.webhookguard.api.store.Claim;
import io.webhookguard.api.store.ClaimRequest;
import io.webhookguard.api.store.RecoverRequest;
import io.webhookguard.api.store.RenewAnswer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Who may run an event, and for how long (ES-10 to ES-16, ES-30 to ES-33).
 *
 * <p>One script where there is one partition. Where there are more, a first trip asks all of them
 * what they have, a second one lays down who is to give how much, and a third one takes it. Whoever
 * finds nothing to do, or letters that have been owed for long, carries them.
 */
final class Claims {

  /** As peek.lua counts them. */
  private static final Duration LATE = Duration.ofSeconds(1);

  /** How long the same call is known again; longer than anybody repeats one. */
  private static final long KEPT_MILLIS = Duration.ofHours(1).toMillis();

  private final Data data;

  /** With which partition the next call begins, so that each comes first in its turn. */
  private final AtomicInteger next = new AtomicInteger();

  Claims(Data data) {
    this.data = data;
  }

  List<Attempt> claim(ClaimRequest request) {
    return request
        .selection()
        .match(
            heads -> due(request, heads.routes(), heads.limit()), one -> one(request, one.key()));
  }

  private List<Attempt> due(ClaimRequest request, Set<Route> routes, int limit) {
    Args who = who(request.owner(), request.claimId(), request.lease());
    return take(new Wish(Script.CLAIM, "due:", request.claimId(), who, tags(routes), limit));
  }

  List<Attempt> recover(RecoverRequest request) {
    Args who = who(request.owner(), request.claimId(), request.lease());
    return take(
        new Wish(
            Script.RECOVER,
            "leases:",
            request.claimId(),
            who,
            tags(request.routes()),
            request.limit()));
  }

  private List<Attempt> one(ClaimRequest request, EventKey key) {
    Partition partition = data.partitions().of(key);
    Args args =
        who(request.owner(), request.claimId(), request.lease()).add(key.digest().toByteArray());
    List<byte[]> keys = new ArrayList<>(partition.work(data.partitions().tag(key.route())));
    keys.add(partition.payload(key.digest()));
    Call call = new Call(partition, Script.CLAIM_ONE, keys, args);
    Answer answer = data.run(call);
    if (!answer.urgent().isEmpty()) {
      data.carry(List.of(answer), false);
      answer = data.run(call); // now it knows what its lane knows
    }
    return attempts(answer);
  }

  List<Attempt> claims(UUID claimId) {
    return run(
        data.partitions().all().stream()
            .map(it -> Call.of(it, Script.CLAIMS, new Args().add(Fields.bytes(claimId))))
            .toList());
  }

  private static Args who(String owner, UUID claimId, Duration lease) {
    return new Args().add(owner).add(Fields.bytes(claimId)).add(Micros.of(lease));
  }

  private List<String> tags(Collection<Route> routes) {
    return routes.stream().map(data.partitions()::tag).sorted().toList();
  }

  /** What a call wants to take, wherever it is. */
  private record Wish(
      Script script, String list, UUID claimId, Args who, List<String> routeTags, int limit) {

    Args routes(Args args) {
      args.add(routeTags.size());
      routeTags.forEach(args::add);
      return args;
    }

    Call call(Partition partition, int share, boolean planned) {
      List<byte[]> keys = new ArrayList<>();
      routeTags.forEach(tag -> keys.addAll(partition.work(tag)));
      keys.add(partition.done(claimId));
      Args args = new Args().addAll(who).add(share).add(planned ? KEPT_MILLIS : 0);
      return new Call(partition, script, keys, routes(args));
    }

    Call peek(Partition partition) {
      List<byte[]> keys = new ArrayList<>();
      routeTags.forEach(tag -> keys.add(partition.key(list + tag)));
      keys.add(partition.plan(claimId));
      Args args = routes(new Args().add(Fields.bytes(claimId)).add(list).add(Micros.of(LATE)));
      return new Call(partition, Script.PEEK, keys, args);
    }
  }

  private List<Attempt> take(Wish wish) {
    if (data.partitions().count() == 1) {
      return attempts(data.run(wish.call(data.partitions().get(0), wish.limit(), false)));
    }
    List<View> views = look(wish);
    boolean idle = views.stream().allMatch(view -> view.waiting() == 0);
    if (carryOwed(views, idle) && idle) {
      views = look(wish);
    }
    List<Call> earlier =
        views.stream()
            .filter(View::granted)
            .map(view -> wish.call(view.partition(), 0, true))
            .toList();
    if (!earlier.isEmpty()) {
      // Told by the script that granted them: its answers wait for replicas, those of reads do not.
      return run(earlier);
    }
    return plan(views, wish).map(plan -> take(wish, plan)).orElse(List.of());
  }

  /**
   * What a partition has for the caller.
   *
   * @param granted whether the same call was granted claims before that are current
   */
  private record View(
      Partition partition,
      boolean granted,
      long waiting,
      long letters,
      long lateLetters,
      String plan) {}

  private List<View> look(Wish wish) {
    List<Partition> all = data.partitions().all();
    List<Answer> answers = data.run(all.stream().map(wish::peek).toList());
    List<View> views = new ArrayList<>();
    for (int i = 0; i < all.size(); i++) {
      Fields fields = answers.get(i).fields();
      views.add(
          new View(
              all.get(i),
              fields.flag(),
              fields.number(),
              fields.number(),
              fields.number(),
              fields.text()));
    }
    return views;
  }

  /** Who has nothing else to do carries all that is owed, others what has been for long. */
  private boolean carryOwed(List<View> views, boolean idle) {
    List<Partition> owing =
        views.stream()
            .filter(view -> (idle ? view.letters() : view.lateLetters()) > 0)
            .map(View::partition)
            .toList();
    data.carryOwed(owing, idle ? Duration.ZERO : LATE);
    return !owing.isEmpty();
  }

  /**
   * Which partitions the call takes from. The partition of its id keeps the first plan that is made
   * for it: then the same call again takes what that one took, and nothing else.
   */
  private Optional<String> plan(List<View> views, Wish wish) {
    Optional<String> made =
        views.stream().map(View::plan).filter(plan -> !plan.isEmpty()).findFirst();
    if (made.isPresent()) {
      return made;
    }
    String plan = newPlan(views, wish.limit());
    if (plan.isEmpty()) {
      return Optional.empty();
    }
    Partition home = data.partitions().of(wish.claimId());
    Args args = new Args().add(Fields.bytes(wish.claimId())).add(plan).add(KEPT_MILLIS);
    Call call = new Call(home, Script.PLAN, List.of(home.plan(wish.claimId())), args);
    return Optional.of(new Fields(List.of(data.run(call).values())).text());
  }

  /** Fair shares of the limit for those that have something, as text: partition:share, … */
  private String newPlan(List<View> views, int limit) {
    List<View> busy = views.stream().filter(view -> view.waiting() > 0).toList();
    int first = busy.isEmpty() ? 0 : Math.floorMod(next.getAndIncrement(), busy.size());
    List<String> plan = new ArrayList<>();
    long left = limit;
    for (int i = 0; i < busy.size() && left > 0; i++) {
      View view = busy.get((first + i) % busy.size());
      long fair = (left + busy.size() - i - 1) / (busy.size() - i);
      long share = Math.min(view.waiting(), fair);
      plan.add(view.partition().number() + ":" + share);
      left -= share;
    }
    return String.join(",", plan);
  }

  private List<Attempt> take(Wish wish, String plan) {
    List<Call> calls = new ArrayList<>();
    for (String part : plan.split(",", -1)) {
      String[] numbers = part.split(":", 2);
      Partition partition = data.partitions().get(Integer.parseInt(numbers[0]));
      calls.add(wish.call(partition, Integer.parseInt(numbers[1]), true));
    }
    return run(calls);
  }

  private List<Attempt> run(List<Call> calls) {
    List<Attempt> taken = new ArrayList<>();
    data.run(calls).forEach(answer -> taken.addAll(attempts(answer)));
    taken.sort(Comparator.comparingLong(attempt -> attempt.claim().token().value()));
    return taken;
  }

  private static List<Attempt> attempts(Answer answer) {
    return answer.fields().all(it -> new StoredEvent(it).toAttempt());
  }

  List<RenewAnswer> renew(List<Claim> claims, Duration lease) {
    return new Batch<Claim, RenewAnswer>(data, claims, claim -> claim.key())
        .run(
            Script.RENEW,
            args -> args.add(Micros.of(lease)),
            (args, claim) -> args.add(claim.token().value()),
            Claims::renewed)
        .answers();
  }

  private static RenewAnswer renewed(Fields fields, Claim claim) {
    if (fields.text().equals("superseded")) {
      return new RenewAnswer.Superseded(fields.number());
    }
    return new RenewAnswer.Renewed(
        new Claim(
            claim.key(),
            fields.text(),
            fields.uuid(),
            new FencingToken(claim.token().value()),
            Micros.instant(fields.number())));
  }
}
