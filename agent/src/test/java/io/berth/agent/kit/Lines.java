package io.berth.agent.kit;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import org.slf4j.LoggerFactory;

/** What the agent's dealings with servers said in its log, from the making of this on. */
public final class Lines implements AutoCloseable {
  private final Logger logger = (Logger) LoggerFactory.getLogger("io.berth.agent.registry");
  private final ListAppender<ILoggingEvent> kept = new ListAppender<>();

  public Lines() {
    kept.start();
    logger.addAppender(kept);
  }

  public List<String> all() {
    return List.copyOf(kept.list).stream()
        .filter(event -> event.getLevel().isGreaterOrEqual(Level.INFO))
        .map(ILoggingEvent::getFormattedMessage)
        .toList();
  }

  @Override
  public void close() {
    logger.detachAppender(kept);
  }
}
