package org.stipple.sim.campaign;

import java.util.ArrayList;
import java.util.List;
import org.stipple.sim.campaign.Mutation.Effect;
import org.stipple.sim.campaign.Mutation.Instead;
import org.stipple.sim.campaign.Mutation.IntInstead;
import org.stipple.sim.campaign.Mutation.Returns;
import org.stipple.sim.campaign.Mutation.ReturnsConstant;

/**
 * The protections that campaign C2 switches off. Where two of them hold the same hazard, as the
 * board's two guards do, they are one entry: each alone would rightly change nothing.
 */
final class Protections {

  private static final String HOST = "org.stipple.controller.";
  private static final String BOARD = "org.stipple.sim.board.";
  private static final String FAULT = HOST + "safety.Fault";

  /** What a method that answers yes or no, or nothing, is made to say. */
  private static final Effect NO = new Returns(0);

  private static final Effect YES = new Returns(1);

  private Protections() {}

  static List<Protection> all() {
    List<Protection> all = new ArrayList<>();
    judgement(all);
    operator(all);
    control(all);
    limits(all);
    lineAndBoard(all);
    return List.copyOf(all);
  }

  private static Mutation host(String type, String method, Effect effect) {
    return new Mutation(HOST + type, method, effect);
  }

  private static Mutation board(String type, String method, Effect effect) {
    return new Mutation(BOARD + type, method, effect);
  }

  private static void judgement(List<Protection> all) {
    for (String fault :
        List.of(
            "LINK_LOST",
            "ESTOP",
            "PEDAL_CONTACTS",
            "HOST_LATE",
            "TACHOMETER_SILENT",
            "OVERSPEED",
            "SUPPLY_LOW")) {
      Effect silent = new Instead(FAULT, fault, "NONE");
      all.add(Protection.of("fault " + fault, host("safety.FaultCheck", "*", silent)));
    }
    Effect none = new ReturnsConstant(FAULT, "NONE");
    for (String method : List.of("look", "whileArmed", "needle", "estop")) {
      all.add(Protection.of("judgement: " + method, host("safety.FaultCheck", method, none)));
    }
    all.add(
        Protection.of(
            "the tachometer is judged by index and back-EMF",
            host("estimate.TachCheck", "wrongTurns", NO),
            host("safety.BackEmf", "contradicts", NO)));
    all.add(Protection.of("an alarm sounds", host("safety.Alarm", "sounds", NO)));
    all.add(
        Protection.of(
            "the relay is proven at arming", host("machine.Equipment", "supplySwitch", NO)));
    Effect long400 = new Returns(400e6);
    all.add(
        Protection.of(
            "a silent tachometer has its time",
            host("safety.FaultCheck", "silentAllowedNs", long400)));
    all.add(Protection.of("the latch keeps a fault", host("safety.FaultLatch", "keep", NO)));
    all.add(Protection.of("the latch is latched", host("safety.FaultLatch", "latched", NO)));
    all.add(
        Protection.of(
            "a trip is obeyed, and looked at again",
            host("control.Control", "trip", NO),
            host("safety.Safety", "confirm", NO)));
  }

  private static void operator(List<Protection> all) {
    String pedal = "operator.Pedal";
    all.add(Protection.of("the e-stop is read", host(pedal, "estopOpen", NO)));
    all.add(Protection.of("the contacts are compared", host(pedal, "contradicts", NO)));
    all.add(Protection.of("their disagreement counts", host(pedal, "disagrees", NO)));
    all.add(Protection.of("a release is seen", host(pedal, "pressed", YES)));
    all.add(Protection.of("a pedal at arming is seen", host(pedal, "up", YES)));
    // The masks of both contacts, 3; one alone is 1 or 2.
    all.add(Protection.of("the opener is judged", host(pedal, "<init>", new IntInstead(3, 1))));
    all.add(Protection.of("the closer is judged", host(pedal, "<init>", new IntInstead(3, 2))));
  }

  private static void control(List<Protection> all) {
    all.add(Protection.of("a release ends a run", host("control.Control", "goesOn", YES)));
    all.add(Protection.of("a stop is begun", host("control.Control", "beginStop", NO)));
    all.add(Protection.of("parked is looked at", host("control.Landing", "isParked", YES)));
    all.add(Protection.of("a creep ends", host("control.Landing", "arrives", YES)));
    all.add(Protection.of("a tap must land", host("control.Tap", "mustLand", NO)));
    all.add(Protection.of("a trip retracts", host("control.DepthPlan", "canRetract", NO)));
    all.add(Protection.of("homing is looked for", host("control.DepthPlan", "homed", NO)));
  }

  private static void limits(List<Protection> all) {
    all.add(
        Protection.of("the largest depth", host("profile.Limits", "depthMmMax", new Returns(10))));
    all.add(
        Protection.of(
            "the highest frequency", host("profile.Limits", "frequencyHzMax", new Returns(1000))));
    all.add(Protection.of("latched running is off", host("profile.Limits", "latchedAllowed", YES)));
  }

  private static void lineAndBoard(List<Protection> all) {
    all.add(Protection.of("blocks are sent again", host("link.BoardLink", "retransmit", NO)));
    all.add(
        Protection.of("a board's shutdown is known", host("board.Connection", "takeShutdown", NO)));
    all.add(
        Protection.of("a board's restart is known", host("board.Connection", "takeStarting", NO)));
    all.add(
        Protection.of("contacts' levels are asked for", host("board.ContactInputs", "update", NO)));
    all.add(
        Protection.of(
            "both guards of the board",
            board("DigitalOut", "isAwayFromDefault", NO),
            board("PwmOut", "isAwayFromDefault", NO)));
    all.add(Protection.of("the board's shutdown", board("Core", "shutdown", NO)));
    all.add(Protection.of("the endstop ends a homing", board("TriggerSync", "trigger", NO)));
    all.add(
        Protection.of("the board drops what is damaged", board("SimulatedBoard", "accept", NO)));
  }
}
