package org.stipple.telemetry.mqtt;

import java.io.IOException;

/** The connection could not be made or is lost; the worker tries again by itself. */
public final class MqttFailure extends IOException {
  private static final long serialVersionUID = 1L;

  /** With one line for people. */
  public MqttFailure(String why) {
    super(why);
  }

  MqttFailure(String why, Throwable cause) {
    super(why, cause);
  }
}
