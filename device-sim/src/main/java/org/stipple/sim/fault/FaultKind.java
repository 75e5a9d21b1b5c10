package org.stipple.sim.fault;

/** What can go wrong. The size means what its words say, within the bounds given here. */
public enum FaultKind {
  /** Bytes damaged both ways, percent. */
  LINE_NOISE("the line damages %.2f %% of its bytes", 0.02, 8, 200, 3000),
  /** No byte passes. */
  LINE_SILENT("the line falls silent", 0, 0, 5, 800),
  /** The cable is pulled and put back. */
  UNPLUGGED("the cable is pulled", 0, 0, 300, 3000),
  /** The board restarts by itself. */
  BOARD_RESET("the board restarts", 0, 0, 1, 1),
  /** The board's tasks stand still while its timers go on. */
  BOARD_BUSY("the board answers nobody", 0, 0, 5, 120),
  /** The host's ticks are not called. */
  HOST_PAUSE("the host stands still", 0, 0, 2, 500),
  /** The e-stop is pressed and pulled again. */
  ESTOP("the e-stop is pressed", 0, 0, 200, 3000),
  /** More friction at the shaft, mNm. */
  FRICTION("%.2f mNm of friction are added", 0.1, 1.5, 200, 4000),
  /** The shaft is held fast. */
  JAMMED("the needle is jammed", 0, 0, 50, 1500),
  /** Another supply voltage, V. */
  SUPPLY_SAG("the supply sags to %.1f V", 6, 14, 50, 3000),
  /** A lead of the motor is open: it neither drives nor brakes. */
  MOTOR_LEAD("a lead of the motor breaks", 0, 0, 20, 1500),
  /** The line of the motor's PWM is full on. */
  PWM_STUCK("the motor's PWM line sticks at full", 0, 0, 20, 1000),
  /** The tachometer's wire reads one level. */
  TACHOMETER_STUCK("the tachometer's wire breaks", 0, 1, 50, 3000),
  /** Pulses of the tachometer are lost, percent of them. */
  TACHOMETER_LOSSES("the tachometer loses %.0f %% of its pulses", 2, 95, 100, 4000),
  /** Pulses of the tachometer are seen twice, percent of them. */
  TACHOMETER_NOISE("the tachometer shows %.0f %% of its pulses twice", 2, 100, 100, 4000),
  /** The relay's contact does not open. */
  RELAY_WELDED("the supply relay welds", 0, 0, 500, 8000),
  /** The e-stop's channel in the relay's coil opens, the sensed one does not. */
  COIL_OPEN("the relay's coil circuit opens", 0, 0, 50, 3000),
  /** The current sense shows more than there is, mA. */
  CURRENT_OFFSET("the current sense shows %.0f mA too much", 5, 300, 200, 5000),
  /** The index's wire reads low. */
  INDEX_STUCK("the wire of the index breaks", 0, 0, 50, 3000),
  /** The footswitch's opener reads one level. */
  PEDAL_NC_STUCK("a contact of the footswitch (nc) sticks", 0, 1, 100, 3000),
  /** The footswitch's closer reads one level. */
  PEDAL_NO_STUCK("a contact of the footswitch (no) sticks", 0, 1, 100, 3000),
  /** The depth axis loses every step. */
  DEPTH_JAMMED("the depth axis jams", 0, 0, 20, 1000),
  /** So many commands at once. */
  FLOOD("%.0f commands come at once", 10, 2000, 1, 1);

  private final String words;
  private final double low;
  private final double high;
  private final int shortestMs;
  private final int longestMs;

  FaultKind(String words, double low, double high, int shortestMs, int longestMs) {
    this.words = words;
    this.low = low;
    this.high = high;
    this.shortestMs = shortestMs;
    this.longestMs = longestMs;
  }

  /** What two kinds share that cannot be two at once. */
  String cause() {
    return switch (this) {
      case FRICTION, JAMMED -> "load";
      case TACHOMETER_STUCK, TACHOMETER_LOSSES, TACHOMETER_NOISE -> "tachometer";
      case LINE_NOISE,
          LINE_SILENT,
          UNPLUGGED,
          BOARD_RESET,
          BOARD_BUSY,
          HOST_PAUSE,
          ESTOP,
          SUPPLY_SAG,
          MOTOR_LEAD,
          PWM_STUCK,
          RELAY_WELDED,
          COIL_OPEN,
          CURRENT_OFFSET,
          INDEX_STUCK,
          PEDAL_NC_STUCK,
          PEDAL_NO_STUCK,
          DEPTH_JAMMED,
          FLOOD ->
          name();
    };
  }

  double low() {
    return low;
  }

  double high() {
    return high;
  }

  int shortestMs() {
    return shortestMs;
  }

  int longestMs() {
    return longestMs;
  }

  String words() {
    return words;
  }
}
