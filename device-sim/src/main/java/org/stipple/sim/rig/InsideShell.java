package org.stipple.sim.rig;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The shell inside the machine, over its console. Commands from one thread. */
final class InsideShell {

  private static final String READY = "rig:ready";
  private static final String DONE = "rig:done ";
  private static final String GONE = "rig:gone";

  /**
   * What came of a command.
   *
   * @param status its exit status
   * @param lines what it said
   */
  record Answer(int status, List<String> lines) {

    boolean ok() {
      return status == 0;
    }

    /** All it said. */
    String text() {
      return String.join("\n", lines);
    }
  }

  private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
  private final List<String> log = Collections.synchronizedList(new ArrayList<>());
  private final Writer out;

  private InsideShell(Writer out) {
    this.out = out;
  }

  /** On the console that is the process' standard input and output. */
  static InsideShell on(Process emulator) {
    InsideShell shell = new InsideShell(emulator.outputWriter());
    Thread listener = new Thread(() -> shell.listen(emulator.inputReader()), "rig-console");
    listener.setDaemon(true);
    listener.start();
    return shell;
  }

  private void listen(BufferedReader console) {
    try (console) {
      console
          .lines()
          .map(line -> line.replace("\r", "").replace("\0", ""))
          .forEach(line -> {
            log.add(line);
            heard.add(line);
          });
    } catch (IOException | UncheckedIOException _) {
      // the emulator ended
    }
    heard.add(GONE);
  }

  /** Waits until the machine has booted. */
  void awaitBoot(long limitS) throws IOException, InterruptedException {
    until(READY, limitS, "boots");
  }

  /** Runs a line of shell inside; what it left running goes on. */
  Answer run(String command, long limitS) throws IOException, InterruptedException {
    out.write(command + "\n");
    out.flush();
    List<String> lines = until(DONE, limitS, "'" + command + "'");
    String last = lines.removeLast();
    int status = Integer.parseInt(last.substring(DONE.length()).strip());
    return new Answer(status, List.copyOf(lines));
  }

  private List<String> until(String mark, long limitS, String what)
      throws IOException, InterruptedException {
    long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(limitS);
    List<String> lines = new ArrayList<>();
    while (true) {
      @Nullable String line = heard.poll(deadlineNs - System.nanoTime(), TimeUnit.NANOSECONDS);
      if (line == null) {
        throw new IOException(
            "the machine inside: " + what + " takes longer than " + limitS + " s");
      }
      if (line.equals(GONE)) {
        throw new IOException("the machine inside is gone, at " + what + ": " + lastWords());
      }
      lines.add(line);
      if (line.startsWith(mark)) {
        return lines;
      }
    }
  }

  private String lastWords() {
    synchronized (log) {
      return String.join(" | ", log.subList(Math.max(0, log.size() - 5), log.size()));
    }
  }

  /** All that the console said. */
  List<String> log() {
    synchronized (log) {
      return List.copyOf(log);
    }
  }
}
