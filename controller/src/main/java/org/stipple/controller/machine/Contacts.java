package org.stipple.controller.machine;

/** The contacts of a machine, as bits; a set bit means that the contact is electrically closed. */
public final class Contacts {

  /** Footswitch, normally open: closed while pressed. */
  public static final int PEDAL_NO = 1;

  /** Footswitch, normally closed: open while pressed. */
  public static final int PEDAL_NC = 2;

  /** Sensed channel of the e-stop loop: open while the e-stop is pressed or its wire is broken. */
  public static final int ESTOP = 4;

  /** First contact of the rotary encoder. */
  public static final int ENCODER_A = 8;

  /** Second contact of the rotary encoder. */
  public static final int ENCODER_B = 16;

  /** Push contact of the rotary encoder. */
  public static final int ENCODER_PUSH = 32;

  private Contacts() {}
}
