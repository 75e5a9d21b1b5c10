package org.stipple.telemetry.ingest;

/** Why a live message, or a value in one, was not believed. */
public enum Refusal {
  /** The bytes are no payload. */
  MALFORMED("malformed"),
  /** More bytes or metrics than a payload may have. */
  TOO_LARGE("too_large"),
  /** A topic that Sparkplug does not know. */
  FOREIGN_TOPIC("foreign_topic"),
  /** Of a clinic that is not ours. */
  WRONG_CLINIC("wrong_clinic"),
  /** Its timestamp is far ahead of our clock, or of its own message. */
  FROM_THE_FUTURE("from_the_future"),
  /** A value of a metric that no birth named. */
  UNKNOWN_METRIC("unknown_metric"),
  /** Data of a node or a device that is not born. */
  NOT_BORN("not_born"),
  /** A death that belongs to an earlier life. */
  OLD_DEATH("old_death"),
  /** More nodes, devices or metrics than are taken. */
  BEYOND_LIMIT("beyond_limit"),
  /** They came faster than they could be read. */
  OVERFLOW("overflow");

  private final String label;

  Refusal(String label) {
    this.label = label;
  }

  /** Its word on the metrics endpoint. */
  public String label() {
    return label;
  }
}
