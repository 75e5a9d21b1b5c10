package org.stipple.controller.catalogue;

import org.stipple.controller.profile.Motor;
import org.stipple.controller.profile.Needle;

/** A handpiece: its needle drive and the motor behind it. */
public record Handpiece(String name, Needle needle, Motor motor) {}
