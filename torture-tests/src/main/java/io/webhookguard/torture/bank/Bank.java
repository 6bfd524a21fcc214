package io.webhookguard.torture.bank;

import io.webhookguard.torture.history.BankLine;
import io.webhookguard.torture.history.LogFile;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;

/** Takes one request per connection: a line in, a line out. Writes it down before it answers. */
public final class Bank implements AutoCloseable {

  /** Fewer came from a customer who was killed while it wrote. */
  private static final int CELLS = 7;

  private static final Duration ON_ITS_WAY = Duration.ofMillis(300);

  private final LogFile log;
  private final ServerSocket listener;
  private final Set<String> keys = new HashSet<>();
  private final Set<String> names = new HashSet<>();

  private Bank(LogFile log, ServerSocket listener) {
    this.log = log;
    this.listener = listener;
  }

  /** Opens a bank that writes into this file. */
  public static Bank open(Path file) throws IOException {
    Bank bank =
        new Bank(
            LogFile.appendTo(file), new ServerSocket(0, 200, InetAddress.getLoopbackAddress()));
    Thread thread = new Thread(bank::serveAll, "bank");
    thread.setDaemon(true);
    thread.start();
    return bank;
  }

  /** Takes the file, says its port and stays until its standard input ends. */
  public static void main(String[] arguments) throws IOException {
    try (Bank bank = open(Path.of(arguments[0]))) {
      System.out.println("ready " + bank.port());
      System.out.flush();
      System.in.transferTo(java.io.OutputStream.nullOutputStream());
    }
  }

  /** Where it listens, on this machine. */
  public int port() {
    return listener.getLocalPort();
  }

  private void serveAll() {
    while (!listener.isClosed()) {
      try {
        Socket customer = listener.accept();
        Thread thread = new Thread(() -> serve(customer), "bank-counter");
        thread.setDaemon(true);
        thread.start();
      } catch (IOException e) {
        // Closed, or the customer left at once; the next one is asked for if there may be one.
      }
    }
  }

  private void serve(Socket customer) {
    try (customer) {
      BufferedReader in =
          new BufferedReader(
              new InputStreamReader(customer.getInputStream(), StandardCharsets.UTF_8));
      String request = in.readLine();
      String[] cells = request == null ? new String[0] : request.split("\t", -1);
      if (cells.length == CELLS) {
        String answer = answer(cells) + "\n";
        customer.getOutputStream().write(answer.getBytes(StandardCharsets.UTF_8));
      }
    } catch (IOException e) {
      // The customer was killed: what was asked for is done or was never asked whole.
    }
  }

  private String answer(String[] cells) {
    return cells[0].equals(BankCall.QUESTION) ? look(cells[1], cells[2]) : apply(cells);
  }

  /** Waits a little for what may be on its way: nothing that comes later was sent before. */
  private synchronized String look(String source, String eventId) {
    String name = source + "/" + eventId;
    long end = System.nanoTime() + ON_ITS_WAY.toNanos();
    try {
      for (long left = 1; left > 0 && !names.contains(name); ) {
        left = (end - System.nanoTime()) / 1_000_000;
        wait(Math.max(1, left));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return names.contains(name) ? BankCall.HAPPENED : BankCall.NOT_HAPPENED;
  }

  private synchronized String apply(String[] cells) {
    names.add(cells[1] + "/" + cells[2]);
    notifyAll();
    boolean applied = cells[0].equals(BankLine.NO_KEY) || keys.add(cells[0]);
    new BankLine(
            cells[0],
            cells[1],
            cells[2],
            Long.parseLong(cells[3]),
            cells[4],
            Integer.parseInt(cells[5]),
            cells[6],
            applied,
            System.currentTimeMillis())
        .to(log);
    return applied ? "applied" : "known";
  }

  @Override
  public void close() throws IOException {
    listener.close();
    log.close();
  }
}
