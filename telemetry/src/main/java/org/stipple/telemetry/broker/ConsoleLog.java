package org.stipple.telemetry.broker;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import org.slf4j.LoggerFactory;

/**
 * What a command of this module logs: one line an event, to standard error, and of the libraries
 * only their warnings. Called by {@code main} methods alone; a library sets no logging.
 */
public final class ConsoleLog {
  private ConsoleLog() {}

  /** Sets logging up for this process. */
  public static void setUp() {
    if (!(LoggerFactory.getILoggerFactory() instanceof LoggerContext context)) {
      return;
    }
    context.reset();
    PatternLayoutEncoder encoder = new PatternLayoutEncoder();
    encoder.setContext(context);
    encoder.setPattern("%d{HH:mm:ss.SSS} %-5level %logger{0}: %msg%n");
    encoder.start();
    ConsoleAppender<ILoggingEvent> console = new ConsoleAppender<>();
    console.setContext(context);
    console.setTarget("System.err");
    console.setEncoder(encoder);
    console.start();
    context.getLogger("ROOT").setLevel(Level.WARN);
    context.getLogger("ROOT").addAppender(console);
    context.getLogger("org.stipple").setLevel(Level.INFO);
    context.getLogger("org.apache.activemq").setLevel(Level.ERROR);
    // What it says about a failed start, the command says again, in one line.
    context.getLogger("io.javalin").setLevel(Level.OFF);
  }
}
