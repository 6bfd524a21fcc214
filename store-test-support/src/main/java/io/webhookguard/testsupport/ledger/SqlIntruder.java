package io.webhookguard.testsupport.ledger;

import java.util.List;
import java.util.function.Consumer;

/**
 * Tampers by SQL, as the owner of the tables.
 *
 * @param run runs statements in one session, whose first ones switch the triggers off
 * @param gap what leaves a gap behind the newest position, where there would be none
 */
public record SqlIntruder(Consumer<List<String>> run, List<String> gap) implements Intruder {

  private void run(String sql) {
    run.accept(List.of(sql));
  }

  @Override
  public void changeEntry(long position) {
    run("update guard_ledger set actor = 'nobody' where position = " + position);
  }

  @Override
  public void spoilEntry(long position) {
    run("update guard_ledger set kind = 'NONSENSE' where position = " + position);
  }

  @Override
  public void removeEntry(long position) {
    run("delete from guard_ledger where position = " + position);
  }

  @Override
  public long addEntryAfter(long position) {
    run(
        "insert into guard_ledger (position, source, number, at, kind, actor, generation, attempt,"
            + " token, count, detail) values ("
            + (position + 1)
            + ", 'shop', 0, 0, 'REJECTED', 'nobody', 0, 0, 0, 1, '')");
    return position + 1;
  }

  @Override
  public void leaveAGap() {
    run.accept(gap);
  }

  @Override
  public void changeRoot(long seal) {
    run("update guard_seal set root = previous where number = " + seal);
  }

  @Override
  public void changeTime(long seal) {
    run("update guard_seal set at = at - 3600000 where number = " + seal);
  }

  @Override
  public void removeSeal(long seal) {
    run("delete from guard_seal where number = " + seal);
  }
}
