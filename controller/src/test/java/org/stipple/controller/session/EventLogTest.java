package org.stipple.controller.session;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.stipple.controller.control.Mode;
import org.stipple.controller.record.Sample;
import org.stipple.controller.safety.Interlock;

final class EventLogTest {

  private final Logger logger = (Logger) LoggerFactory.getLogger("org.stipple.event");
  private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
  private final EventLog log = new EventLog();
  private final Sample sample = new Sample();

  @BeforeEach
  void listen() {
    logger.setLevel(Level.INFO); // tests tell warnings only
    lines.start();
    logger.addAppender(lines);
  }

  @AfterEach
  void endListening() {
    logger.detachAppender(lines);
    logger.setLevel(null);
  }

  @Test
  void anArmingThatAnInterlockEndsSaysWhichOne() {
    follow(Mode.ARMING, Interlock.NONE);
    follow(Mode.STOPPING, Interlock.HOST_LATE);
    follow(Mode.DISARMED, Interlock.NONE);

    assertThat(told())
        .containsExactly(
            "mode disarmed -> arming",
            "mode arming -> stopping: " + Interlock.HOST_LATE.text(),
            "mode stopping -> disarmed");
  }

  @Test
  void thePedalIsNoReasonForAChangeOfMode() {
    follow(Mode.ARMED, Interlock.NONE);
    follow(Mode.RUNNING, Interlock.PEDAL_DOWN);

    assertThat(told()).containsExactly("mode disarmed -> armed", "mode armed -> running");
  }

  private void follow(Mode mode, Interlock interlock) {
    sample.mode = mode;
    sample.interlock = interlock;
    log.follow(sample);
  }

  private List<String> told() {
    return lines.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
  }
}
