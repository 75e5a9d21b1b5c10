package org.stipple.sim.plant;

import java.util.SplittableRandom;

/**
 * Skin at the handpiece's tip: it gives way in front of the needles (tenting), is punctured at a
 * force, keeps part of the tent, rubs along the needles, and springs back when they have left.
 *
 * <p>Positions are metres beyond the tip. What depends on the direction of motion is returned as
 * {@link #dragNewton}, never negative, for the drive's friction to take up; what does not, as
 * {@link #pushNewton}, positive against the needles.
 */
final class Skin {
  private enum State {
    FREE,
    TENTED,
    PUNCTURED
  }

  private static final double SETTLED_METRES = 1e-9;
  private final double stiffness;
  private final double damping;
  private final double punctureMeanNewton;
  private final double frictionIn;
  private final double frictionOut;
  private final SkinParameters parameters;
  private State state = State.FREE;
  private boolean present;
  private double punctureNewton;
  private double surfaceMetres;
  private double keptMetres;
  private double depthMetres;
  private double deepestMetres;
  private double pushNewton;
  private double dragNewton;

  Skin(SkinParameters parameters) {
    this.parameters = parameters;
    double root = StrictMath.sqrt(parameters.needles());
    this.stiffness = parameters.tentingNewtonPerMetre() * root;
    this.damping = parameters.tentingNewtonSPerM() * root;
    this.punctureMeanNewton =
        parameters.punctureNewton() * StrictMath.pow(parameters.needles(), 0.8);
    this.frictionIn = parameters.frictionInNewtonPerMetre() * parameters.needles();
    this.frictionOut = parameters.frictionOutNewtonPerMetre() * parameters.needles();
    this.punctureNewton = punctureMeanNewton;
  }

  void present(boolean there) {
    present = there;
    if (!there) {
      leave();
      surfaceMetres = 0;
    }
  }

  boolean present() {
    return present;
  }

  boolean touched() {
    return state != State.FREE;
  }

  /** True if nothing here changes while the needles stand still. */
  boolean settled() {
    return switch (state) {
      case FREE -> surfaceMetres == 0;
      case TENTED -> true;
      case PUNCTURED -> surfaceMetres == keptMetres;
    };
  }

  double pushNewton() {
    return pushNewton;
  }

  double dragNewton() {
    return dragNewton;
  }

  /** How deep the needles stand in the skin now, metres. */
  double depthMetres() {
    return depthMetres;
  }

  /** Takes the greatest depth since the last call, metres, and draws the next puncture's force. */
  double nextStroke(SplittableRandom random) {
    double deepest = deepestMetres;
    deepestMetres = 0;
    double away = parameters.punctureSpread() * Noise.gaussian(random);
    punctureNewton = punctureMeanNewton * Math.max(0.2, 1 + away);
    return deepest;
  }

  /** One step with the needles' tips there, moving so fast (positive: inwards). */
  void step(double dtS, double tipMetres, double speedMPerS) {
    switch (state) {
      case FREE -> free(dtS, tipMetres, speedMPerS);
      case TENTED -> tented(tipMetres, speedMPerS);
      case PUNCTURED -> punctured(dtS, tipMetres, speedMPerS);
    }
  }

  private void free(double dtS, double tipMetres, double speedMPerS) {
    if (surfaceMetres != 0) {
      relax(0, dtS);
    }
    if (tipMetres > surfaceMetres) {
      state = State.TENTED;
      tented(tipMetres, speedMPerS);
    }
  }

  private void tented(double tipMetres, double speedMPerS) {
    double newton = stiffness * tipMetres + damping * speedMPerS;
    if (newton <= 0 || tipMetres <= 0) {
      leave();
      return;
    }
    surfaceMetres = tipMetres;
    pushNewton = newton;
    if (newton >= punctureNewton) {
      state = State.PUNCTURED;
      keptMetres = parameters.tentingKept() * tipMetres;
    }
  }

  private void punctured(double dtS, double tipMetres, double speedMPerS) {
    relax(keptMetres, dtS);
    depthMetres = tipMetres - keptMetres;
    if (depthMetres <= 0) {
      depthMetres = 0;
      dragNewton = 0;
      state = State.TENTED;
      tented(tipMetres, speedMPerS);
      return;
    }
    deepestMetres = Math.max(deepestMetres, depthMetres);
    pushNewton = 0;
    dragNewton =
        speedMPerS >= 0
            ? stiffness * keptMetres + frictionIn * depthMetres
            : frictionOut * depthMetres;
  }

  private void leave() {
    state = State.FREE;
    pushNewton = 0;
    dragNewton = 0;
    depthMetres = 0;
  }

  private void relax(double towardsMetres, double dtS) {
    double away = (surfaceMetres - towardsMetres) / (1 + dtS * stiffness / damping);
    surfaceMetres = Math.abs(away) < SETTLED_METRES ? towardsMetres : towardsMetres + away;
  }
}
