package io.webhookguard.server.gateway;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import org.slf4j.LoggerFactory;

/** Sees all that is logged while it is open. */
final class LogWatch implements AutoCloseable {

  private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
  private final Logger jetty = (Logger) LoggerFactory.getLogger("org.eclipse.jetty");
  private final ListAppender<ILoggingEvent> events = new ListAppender<>();

  LogWatch() {
    events.start();
    root.addAppender(events);
    jetty.addAppender(events);
  }

  List<ILoggingEvent> events() {
    return List.copyOf(events.list);
  }

  @Override
  public void close() {
    root.detachAppender(events);
    jetty.detachAppender(events);
  }
}
