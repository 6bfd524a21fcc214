package io.webhookguard.torture.worker;

import io.webhookguard.api.event.Problem;
import io.webhookguard.api.event.Response;
import io.webhookguard.core.handler.Finding;
import io.webhookguard.core.handler.HandlerContext;
import io.webhookguard.core.handler.PermanentFailure;
import io.webhookguard.core.handler.RetryableFailure;
import io.webhookguard.torture.bank.BankCall;
import io.webhookguard.torture.history.BankLine;
import io.webhookguard.torture.plan.EventFate;
import io.webhookguard.torture.plan.KillPoint;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.concurrent.locks.LockSupport;

/**
 * The handlers of all workloads, with their kill points.
 *
 * <p>Effects in the database are a row in a table without any unique constraint, which would hide
 * what is looked for, and an amount on the lane's account. An account belongs to one lane, so that
 * transactions of different lanes never wait for each other.
 */
public final class Business {

  private static final String EFFECT =
      "insert into torture_effect (source, event_id, token, node, amount) values (?, ?, ?, ?, ?)";
  private static final String ADD = "update torture_account set cents = cents + ? where lane = ?";
  private static final String OPEN = "insert into torture_account (cents, lane) values (?, ?)";

  private final Points points;
  private final String node;
  private final int bankPort;

  /**
   * Handlers of one process.
   *
   * @param node its name, which goes with every effect
   */
  public Business(Points points, String node, int bankPort) {
    this.points = points;
    this.node = node;
    this.bankPort = bankPort;
  }

  /** Gives connections to the store's own database. */
  @FunctionalInterface
  public interface Connections {

    /** A connection in auto-commit mode; the caller closes it. */
    Connection open() throws SQLException;
  }

  /** The effect in the guard's transaction. */
  public Response inTheGuards(HandlerContext context, Connection connection) throws SQLException {
    begin(context);
    points.at(KillPoint.H1);
    write(context, connection);
    points.at(KillPoint.H2);
    return Response.EMPTY;
  }

  /** The effect in a transaction of the handler's own, which completes the event too. */
  public Response inItsOwn(HandlerContext context, Connections connections) throws SQLException {
    begin(context);
    dwell(context);
    try (Connection connection = connections.open()) {
      connection.setAutoCommit(false);
      points.at(KillPoint.H1);
      write(context, connection);
      points.at(KillPoint.H2);
      context.completeIn(connection, Response.EMPTY);
      points.at(KillPoint.D2);
      points.at(KillPoint.D3);
      connection.commit();
      // SQLite's driver has begun the next transaction, which must not stay.
      connection.setAutoCommit(true);
      points.at(KillPoint.D4);
    }
    return Response.EMPTY;
  }

  /** The effect at the bank. */
  public Response atTheBank(HandlerContext context, boolean keyed) throws IOException {
    begin(context);
    dwell(context);
    call(context, keyed ? context.idempotencyKey() : BankLine.NO_KEY);
    return Response.EMPTY;
  }

  /** The effect at the bank in two parts, each with a key of its own. */
  public Response inSteps(HandlerContext context) throws Exception {
    begin(context);
    dwell(context);
    context.step("first", String.class, key -> call(context, key));
    points.at(KillPoint.H6);
    context.step("second", String.class, key -> call(context, key));
    return Response.EMPTY;
  }

  /** Whether the bank has seen the event. */
  public Finding probe(HandlerContext context) throws IOException {
    return ask(context, BankCall.QUESTION).equals(BankCall.HAPPENED)
        ? Finding.done()
        : Finding.notDone();
  }

  private String call(HandlerContext context, String key) throws IOException {
    points.at(KillPoint.H3);
    String answer = ask(context, key);
    points.at(KillPoint.H5);
    return answer;
  }

  private String ask(HandlerContext context, String key) throws IOException {
    try (BankCall call = BankCall.to(bankPort)) {
      call.send(
          key,
          context.key().route().source(),
          context.key().eventId(),
          context.fencingToken().value(),
          node,
          context.attempt(),
          HexFormat.of().formatHex(context.payload().sha256().toByteArray()));
      if (!key.equals(BankCall.QUESTION)) {
        points.at(KillPoint.H4);
      }
      return call.answer();
    }
  }

  /** Some events never succeed, and some not at first: what the guard must do then is known. */
  private void begin(HandlerContext context) {
    points.at(KillPoint.C4);
    String id = context.key().eventId();
    if (EventFate.failsForGood(id)) {
      throw new PermanentFailure(Problem.of("drawn-to-fail"));
    }
    if (EventFate.failsAtFirst(id) && context.attempt() == 1) {
      throw new RetryableFailure(Problem.of("drawn-to-fail-once"));
    }
  }

  /** Work that takes time, so that leases are renewed and faults hit it. Never in a transaction. */
  private static void dwell(HandlerContext context) {
    long end = System.nanoTime() + EventFate.dwelling(context.key().eventId()).toNanos();
    for (long left = end - System.nanoTime(); left > 0; left = end - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }

  private void write(HandlerContext context, Connection connection) throws SQLException {
    int amount = EventFate.amount(context.key().eventId());
    try (PreparedStatement effect = connection.prepareStatement(EFFECT)) {
      effect.setString(1, context.key().route().source());
      effect.setString(2, context.key().eventId());
      effect.setLong(3, context.fencingToken().value());
      effect.setString(4, node);
      effect.setInt(5, amount);
      effect.executeUpdate();
    }
    String lane = context.key().route().source() + "/" + context.lane().text();
    if (add(connection, ADD, amount, lane) == 0) {
      add(connection, OPEN, amount, lane);
    }
  }

  private static int add(Connection connection, String sql, int amount, String lane)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setInt(1, amount);
      statement.setString(2, lane);
      return statement.executeUpdate();
    }
  }
}
