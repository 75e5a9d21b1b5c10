package org.stipple.telemetry.sparkplug;

/** Names of the metrics of the edge node itself. */
public final class NodeMetric {
  /** Ties a death to its birth; Int64, 0..255. */
  public static final String BD_SEQ = "bdSeq";

  /** The one command that is honoured: tell everything again. */
  public static final String REBIRTH = "Node Control/Rebirth";

  private NodeMetric() {}
}
