package org.stipple.sim.board;

import org.stipple.controller.wire.Frame;

/**
 * One direction of the serial line: bytes leave one after the other at the line's rate and arrive a
 * latency later. Bounded; what does not fit is refused, and the caller decides what that means.
 */
final class LinePacer {

  /** Answer of {@link #nextStopNs} when the line is empty. */
  static final long NEVER = Long.MAX_VALUE;

  private static final int RUNS = 512;

  private final long nsPerByte;
  private final long latencyNs;
  private final byte[] bytes;
  private final long[] runFirstNs = new long[RUNS];
  private final int[] runLength = new int[RUNS];
  private int head;
  private int waiting;
  private int runHead;
  private int runs;
  private long freeNs = Long.MIN_VALUE;

  LinePacer(long nsPerByte, long latencyNs, int capacity) {
    this.nsPerByte = nsPerByte;
    this.latencyNs = latencyNs;
    this.bytes = new byte[capacity];
  }

  void clear() {
    waiting = 0;
    runs = 0;
    freeNs = Long.MIN_VALUE;
  }

  int room() {
    return runs == RUNS ? 0 : bytes.length - waiting;
  }

  /** Bytes that have not left the sender yet. */
  int backlog(long nowNs) {
    return freeNs <= nowNs ? 0 : (int) ((freeNs - nowNs + nsPerByte - 1) / nsPerByte);
  }

  /** Sends up to {@link #room()} bytes; answers how many were taken. */
  int send(byte[] from, int offset, int length, long nowNs) {
    int taken = Math.min(length, room());
    if (taken <= 0) {
      return 0;
    }
    long startNs = Math.max(nowNs, freeNs);
    int run = (runHead + runs) % RUNS;
    runFirstNs[run] = startNs + nsPerByte + latencyNs;
    runLength[run] = taken;
    runs++;
    freeNs = startNs + taken * nsPerByte;
    int at = (head + waiting) % bytes.length;
    int first = Math.min(taken, bytes.length - at);
    System.arraycopy(from, offset, bytes, at, first);
    System.arraycopy(from, offset + first, bytes, 0, taken - first);
    waiting += taken;
    return taken;
  }

  /** Takes up to {@code length} bytes that have arrived at {@code nowNs}. */
  int receive(byte[] to, int offset, int length, long nowNs) {
    int got = 0;
    while (got < length && runs > 0 && runFirstNs[runHead] <= nowNs) {
      long arrived = (nowNs - runFirstNs[runHead]) / nsPerByte + 1;
      int count = (int) Math.min(Math.min(arrived, runLength[runHead]), length - got);
      for (int i = 0; i < count; i++) {
        to[offset + got + i] = bytes[head];
        head = head + 1 == bytes.length ? 0 : head + 1;
      }
      got += count;
      waiting -= count;
      if (count == runLength[runHead]) {
        runHead = (runHead + 1) % RUNS;
        runs--;
      } else {
        runLength[runHead] -= count;
        runFirstNs[runHead] += count * nsPerByte;
      }
    }
    return got;
  }

  /** Drops what has not left the sender yet. */
  void discardUnsent(long nowNs) {
    while (runs > 0) {
      int last = (runHead + runs - 1) % RUNS;
      long startNs = runFirstNs[last] - latencyNs - nsPerByte;
      long left = nowNs < startNs ? 0 : (nowNs - startNs) / nsPerByte + 1;
      int keep = (int) Math.min(left, runLength[last]);
      waiting -= runLength[last] - keep;
      runLength[last] = keep;
      freeNs = startNs + keep * nsPerByte;
      if (keep > 0) {
        return;
      }
      runs--;
    }
  }

  /**
   * When the receiver should look next: as the first waiting sync byte arrives (only it can
   * complete a frame), else as the last waiting byte does.
   */
  long nextStopNs() {
    int at = head;
    for (int i = 0; i < runs; i++) {
      int run = (runHead + i) % RUNS;
      for (int k = 0; k < runLength[run]; k++) {
        boolean last = i == runs - 1 && k == runLength[run] - 1;
        if (last || bytes[at] == Frame.SYNC) {
          return runFirstNs[run] + k * nsPerByte;
        }
        at = at + 1 == bytes.length ? 0 : at + 1;
      }
    }
    return NEVER;
  }
}
