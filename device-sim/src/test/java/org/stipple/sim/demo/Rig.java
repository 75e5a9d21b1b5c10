package org.stipple.sim.demo;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import org.stipple.sim.ensemble.BoardChoice;
import org.stipple.sim.ensemble.BoardHand;
import org.stipple.sim.ensemble.Child;
import org.stipple.sim.ensemble.ControllerDesk;
import org.stipple.sim.ensemble.Ensemble;
import org.stipple.sim.ensemble.Launch;
import org.stipple.sim.ensemble.Place;
import org.stipple.sim.ensemble.Ports;

/**
 * A board and a controller as real processes, a hand at the one and a person at the other.
 *
 * <p>Threading: the test's thread.
 */
final class Rig implements AutoCloseable {

  private static final long READY_MS = 30_000;
  private static final int ATTEMPTS = 3;

  final Ensemble ensemble;
  final BoardHand board;
  final ControllerDesk desk;
  final Practitioner practitioner;

  private Rig(Ensemble ensemble) {
    this.ensemble = ensemble;
    board = new BoardHand(ensemble.place().boardSocket());
    desk = new ControllerDesk(ensemble.place().controlSocket());
    practitioner = new Practitioner(board, desk, System.err::println);
  }

  /** Starts both in that folder, with the usual board. */
  static Rig start(Path folder) throws IOException, InterruptedException {
    return start(folder, BoardChoice.USUAL);
  }

  /** Starts both in that folder. */
  static Rig start(Path folder, BoardChoice board) throws IOException, InterruptedException {
    Rig rig =
        new Rig(new Ensemble(Launch.ofThisProcess(), Place.at(folder), Ports.any(), 1, board));
    try {
      rig.ensemble.startBoard();
      rig.ensemble.startController();
      rig.awaitReady();
      return rig;
    } catch (IOException | InterruptedException | RuntimeException e) {
      rig.close();
      throw e;
    }
  }

  /** Waits until all that was started is ready. */
  void awaitReady() throws IOException, InterruptedException {
    awaitThat(
        "ready",
        READY_MS,
        ensemble::awaited,
        names -> {
          Child ended = ensemble.ended();
          if (ended != null) {
            throw new IllegalStateException(ended.ending() + "\n" + ended.logText());
          }
          return names.isEmpty();
        });
  }

  Child controller() {
    return ensemble.child("controller").orElseThrow();
  }

  /**
   * Opens a session, arms, presses the pedal, and waits until the needle runs in earnest. On a
   * computer with more to do than it can, a host may be late and trip before that: then again.
   */
  void run() throws IOException, InterruptedException {
    practitioner.awaitBoard();
    practitioner.awaitCalm();
    if (desk.status().path("session").isNull()) {
      desk.openSession("test-client", "crown");
    }
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      practitioner.arm();
      board.say("pedal down");
      practitioner.await(
          "the needle to run",
          5_000,
          s -> s.path("frequencyHz").asDouble() > 50 || Practitioner.isLatched(s));
      if (board.status().path("driveOn").asBoolean(false)) {
        return;
      }
      practitioner.tellFault(desk.status());
      board.say("pedal up");
    }
    throw new AssertionError("the needle does not run; the controller is " + desk.status());
  }

  /** Looks until it holds; answers what was seen then. */
  static <T> T awaitThat(String what, long limitMs, Callable<T> look, Predicate<T> holds)
      throws IOException, InterruptedException {
    long untilNs = System.nanoTime() + limitMs * 1_000_000;
    while (true) {
      T seen;
      try {
        seen = look.call();
      } catch (IOException | InterruptedException | RuntimeException e) {
        throw e;
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
      if (holds.test(seen)) {
        return seen;
      }
      if (System.nanoTime() > untilNs) {
        throw new AssertionError("not within " + limitMs + " ms: " + what + "; seen " + seen);
      }
      Thread.sleep(5);
    }
  }

  /** Sends a signal to one process, by its id. */
  static void signal(String name, long pid) throws IOException, InterruptedException {
    int code =
        new ProcessBuilder("kill", "-" + name, Long.toString(pid)).inheritIO().start().waitFor();
    if (code != 0) {
      throw new IOException("kill -" + name + " " + pid + " failed");
    }
  }

  @Override
  public void close() {
    board.close();
    desk.close();
    ensemble.stop(System.err::println);
  }
}
