package org.stipple.sim.ensemble;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The main class of every child of the bench: runs another main class, and ends with its parent.
 *
 * <p>The parent holds the other end of standard input. The kernel closes it however the parent
 * ends, {@code kill -9} included, and then the child ends in order, as by SIGTERM: no orphan is
 * left holding ports or moving a needle.
 */
public final class ChildMain {

  /** How long the orderly end may take before the process is ended anyway. */
  private static final long END_MS = 5_000;

  private static final long LOOK_MS = 10;
  private static final int ORPHANED = 143;

  private ChildMain() {}

  /**
   * Runs a main class.
   *
   * @param arguments {@code [--after PATH MS] MAIN ARGUMENTS...}: with {@code --after}, the class
   *     is loaded at once, but begins only when PATH exists or MS ms are over
   */
  public static void main(String[] arguments) throws Exception {
    Thread.ofPlatform().daemon().name("stipple-parent").start(ChildMain::endWithParent);
    boolean waits = arguments[0].equals("--after");
    int at = waits ? 3 : 0;
    Class<?> type = Class.forName(arguments[at]);
    if (waits) {
      await(Path.of(arguments[1]), Long.parseLong(arguments[2]));
    }
    String[] rest = java.util.Arrays.copyOfRange(arguments, at + 1, arguments.length);
    try {
      type.getMethod("main", String[].class).invoke(null, (Object) rest);
    } catch (InvocationTargetException e) {
      System.err.println(type.getSimpleName() + ": " + e.getCause());
      System.exit(1);
    }
  }

  private static void await(Path path, long limitMs) throws InterruptedException {
    long untilNs = System.nanoTime() + limitMs * 1_000_000;
    while (!Files.exists(path) && System.nanoTime() < untilNs) {
      Thread.sleep(LOOK_MS);
    }
  }

  private static void endWithParent() {
    try {
      while (System.in.read() >= 0) {
        // The parent says nothing; only its end counts.
      }
    } catch (IOException e) {
      // A broken pipe is the same message.
    }
    Thread.ofPlatform().daemon().name("stipple-halt").start(ChildMain::haltInTheEnd);
    System.exit(ORPHANED);
  }

  private static void haltInTheEnd() {
    try {
      Thread.sleep(END_MS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    Runtime.getRuntime().halt(ORPHANED);
  }
}
