package org.stipple.controller.safety;

/**
 * What control is about, as far as safety must know it to judge the next tick. A carrier filled by
 * control, loop thread only.
 */
public final class Situation {

  /** The machine is not disarmed. */
  public boolean armed;

  /** The bridge was told to drive the motor. */
  public boolean driven;

  /** Its duty, as sent in the tick before, 0 to 1; it acts after the lead. */
  public double dutyFraction;

  /** Since when without a break, monotonic ns. */
  public long drivenSinceNs;

  /** The needle frequency that was asked for, slewed, Hz. */
  public double referenceHz;

  /** The board is expected to shut itself down, or on its way back from that. */
  public boolean guardsTried;

  /** What the self-test found; {@link Fault#NONE} = nothing wrong. */
  public Fault testFault = Fault.NONE;

  /** What it measured; NaN = nothing. */
  public double testValue = Double.NaN;

  /** What that was judged by; NaN = nothing. */
  public double testLimit = Double.NaN;

  /** The depth axis was sought and not found. */
  public boolean homingFailed;

  /** The needle is being brought behind the tip. */
  public boolean parking;

  /** Since when, monotonic ns. */
  public long parkingSinceNs;

  /** Nobody can see the screen that armed the machine. */
  public boolean unattended;

  /** Whether the supply relay was told to close. */
  public boolean supplied;

  /** Since when, monotonic ns. */
  public long suppliedSinceNs;

  /** The needle could not be brought behind the tip. */
  public boolean parkingFailed;
}
