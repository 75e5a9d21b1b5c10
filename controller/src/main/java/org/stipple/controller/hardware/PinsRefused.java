package org.stipple.controller.hardware;

import java.io.IOException;

/**
 * Why the Pi's pins cannot be had, by the key of the settings that it is about. The message is one
 * line: what is, and what to type.
 */
public final class PinsRefused extends IOException {

  private static final long serialVersionUID = 1L;

  private final String key;
  private final String what;
  private final String advice;

  PinsRefused(String key, String what, String advice) {
    super(what + "; " + advice);
    this.key = key;
    this.what = what;
    this.advice = advice;
  }

  /** Section and key, as in {@code gpio.chip}. */
  public String key() {
    return key;
  }

  /** What is wrong. */
  public String what() {
    return what;
  }

  /** What to do about it. */
  public String advice() {
    return advice;
  }
}
