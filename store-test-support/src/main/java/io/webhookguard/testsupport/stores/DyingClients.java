package io.webhookguard.testsupport.stores;

import io.webhookguard.api.store.GuardStore;
import io.webhookguard.conformance.CrashHook;
import io.webhookguard.conformance.jdbc.DyingClient;
import io.webhookguard.store.sql.internal.SharedStatement;
import io.webhookguard.store.sql.internal.StatementFiles;
import io.webhookguard.store.sql.internal.StatementName;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Clients of an SQL store that die at a boundary, which is told by the name of the statement. */
public final class DyingClients implements CrashHook {

  private final Map<String, String> names;
  private final Function<DyingClient, GuardStore> opening;
  private DyingClient newest;

  /**
   * Clients of one harness.
   *
   * @param own the names of the dialect's statements
   * @param opening opens a store all of whose connections are the client's
   */
  public DyingClients(
      StatementFiles files,
      Collection<? extends StatementName> own,
      Function<DyingClient, GuardStore> opening) {
    this.names = names(files, own);
    this.opening = opening;
    this.newest = client(1);
  }

  /** Statements of the same text have the first one's name. */
  private static Map<String, String> names(
      StatementFiles files, Collection<? extends StatementName> own) {
    Map<String, String> names = new HashMap<>();
    own.forEach(name -> names.putIfAbsent(files.get(name).jdbc(), name.name()));
    List.of(SharedStatement.values())
        .forEach(name -> names.putIfAbsent(files.get(name).jdbc(), name.name()));
    return names;
  }

  private DyingClient client(int boundary) {
    return new DyingClient(boundary, sql -> names.getOrDefault(sql, sql));
  }

  @Override
  public GuardStore clientDyingAt(int boundary) {
    newest = client(boundary);
    return opening.apply(newest);
  }

  @Override
  public Optional<String> death() {
    return newest.death();
  }
}
