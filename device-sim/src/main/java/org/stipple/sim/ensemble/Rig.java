package org.stipple.sim.ensemble;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Predicate;

/**
 * A board and a controller as real processes, a hand at the one and a person at the other.
 *
 * <p>Threading: one thread, which sleeps in between.
 */
public final class Rig implements AutoCloseable {

  private static final long READY_MS = 120_000;
  private static final long LOOK_MS = 5;
  private static final int ATTEMPTS = 3;

  /** Slower than so the needle is only on its way, Hz. */
  private static final double RUNS_HZ = 50;

  private final Ensemble ensemble;
  private final BoardHand board;
  private final ControllerDesk desk;
  private final Practitioner practitioner;

  private Rig(Ensemble ensemble) {
    this.ensemble = ensemble;
    board = new BoardHand(ensemble.place().boardSocket());
    desk = new ControllerDesk(ensemble.place().controlSocket());
    practitioner = new Practitioner(board, desk, System.err::println);
  }

  /** Starts both in that folder, with the usual board. */
  public static Rig start(Path folder) throws IOException, InterruptedException {
    return start(folder, BoardChoice.USUAL);
  }

  /** Starts both in that folder. */
  public static Rig start(Path folder, BoardChoice board) throws IOException, InterruptedException {
    return start(Place.at(folder), board, 1);
  }

  /** Starts both in that place, the board from that seed. */
  public static Rig start(Place place, BoardChoice board, long seed)
      throws IOException, InterruptedException {
    Rig rig = new Rig(new Ensemble(Launch.ofThisProcess(), place, Ports.any(), seed, board));
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

  /** The processes. */
  public Ensemble ensemble() {
    return ensemble;
  }

  /** Foot, hand and eye at the machine. */
  public BoardHand board() {
    return board;
  }

  /** What {@code stipple ctl} does. */
  public ControllerDesk desk() {
    return desk;
  }

  /** Who works here. */
  public Practitioner practitioner() {
    return practitioner;
  }

  /** The controller's process, dead or alive. */
  public Child controller() {
    return ensemble.child("controller").orElseThrow();
  }

  /** Waits until all that was started is ready. */
  public void awaitReady() throws IOException, InterruptedException {
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

  /**
   * Opens a session, arms, presses the pedal, and waits until the needle runs in earnest. On a
   * computer with more to do than it can, a host may be late and trip before that: then again.
   */
  public void run() throws IOException, InterruptedException {
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
          s -> s.path("frequencyHz").asDouble() > RUNS_HZ || Practitioner.isLatched(s));
      if (board.status().path("driveOn").asBoolean(false)) {
        return;
      }
      practitioner.tellFault(desk.status());
      board.say("pedal up");
    }
    throw new IOException("the needle does not run; the controller is " + desk.status());
  }

  /**
   * Looks until it holds; answers what was seen then.
   *
   * @throws IOException when it does not within the time
   */
  public static <T> T awaitThat(String what, long limitMs, Callable<T> look, Predicate<T> holds)
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
        throw new IOException("not within " + limitMs + " ms: " + what + "; seen " + seen);
      }
      Thread.sleep(LOOK_MS);
    }
  }

  /** Sends a signal, such as {@code KILL}, to one process, by its id. */
  public static void signal(String name, long pid) throws IOException, InterruptedException {
    int code =
        new ProcessBuilder(List.of("kill", "-" + name, Long.toString(pid)))
            .inheritIO()
            .start()
            .waitFor();
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
