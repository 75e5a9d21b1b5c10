package org.stipple.sim.trial;

/** A value at a time after the beginning, for plots; the trial says in which unit. */
public record TracePoint(double seconds, double value) {}
