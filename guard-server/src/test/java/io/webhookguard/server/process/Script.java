package io.webhookguard.server.process;

import io.webhookguard.server.demo.Conduct;
import io.webhookguard.server.demo.Forward;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;

/** A receiving service that treats the next forwards as it was told, and the others well. */
final class Script implements Conduct {

  private final Queue<Conduct> next = new ArrayDeque<>();
  private final List<Reply> held = new ArrayList<>();

  /** The next forward loses its connection after the request came. */
  synchronized Script cut() {
    next.add((forward, reply) -> reply.cut());
    return this;
  }

  /** The next forward waits for {@link #releaseAll}. */
  synchronized Script hold() {
    next.add((forward, reply) -> held.add(reply));
    return this;
  }

  synchronized void releaseAll() {
    held.forEach(reply -> reply.answer(200));
    held.clear();
  }

  @Override
  public synchronized void receive(Forward forward, Reply reply) {
    Conduct conduct = next.poll();
    (conduct == null ? PROMPT : conduct).receive(forward, reply);
  }
}
