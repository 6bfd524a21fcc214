package io.webhookguard.server.gateway;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import org.slf4j.LoggerFactory;

/** Sees all that is logged while it is open. */
final class LogWatch implements AutoCloseable {

  private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
  private final Logger jetty = (Logger) LoggerFactory.getLogger("org.eclipse.jetty");
  private final Logger guard = (Logger) LoggerFactory.getLogger("io.webhookguard");
  private final ListAppender<ILoggingEvent> events = new ListAppender<>();

  LogWatch() {
    this(Level.WARN);
  }

  /** Sees what the guard says from this level on. */
  LogWatch(Level level) {
    guard.setLevel(level);
    events.start();
    root.addAppender(events);
    jetty.addAppender(events);
  }

  List<ILoggingEvent> events() {
    return List.copyOf(events.list);
  }

  @Override
  public void close() {
    guard.setLevel(Level.WARN);
    root.detachAppender(events);
    jetty.detachAppender(events);
  }
}
