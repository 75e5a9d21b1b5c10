package org.stipple.controller.link;

import org.stipple.controller.io.ByteLink;
import org.stipple.controller.wire.Frame;
import org.stipple.controller.wire.FrameScanner;
import org.stipple.controller.wire.MessageWriter;

/**
 * The reliable way to the board: every message sent is executed once and in order, or left out
 * because it expired. What the board sends may get lost; whoever asks asks again.
 *
 * <p>Each tick: {@link #receive}, then any number of {@link #send}, then {@link #flush}. Rules of
 * the protocol page's section 3.
 */
public final class BoardLink {

  /** For {@link #send}: the message never expires. */
  public static final long NEVER = Long.MAX_VALUE;

  /** Blocks under way at most; must stay below the 16 that a sequence nibble tells apart. */
  private static final int OUTSTANDING_MAX = 12;

  private static final int SLOTS = 16;
  private static final int READ_MAX_PER_TICK = 8192;

  private final ByteLink line;
  private final long byteTimeNs;
  private final FrameScanner scanner = new FrameScanner(2048);
  private final byte[] input = new byte[1024];
  private final byte[] output = new byte[1 + SLOTS * Frame.MAX_LENGTH];
  private final SendQueue queue = new SendQueue();
  private final Block[] blocks = new Block[SLOTS];
  private final RetransmitTimer timer = new RetransmitTimer();

  private int openings;
  private boolean lost = true;
  private boolean probing;
  private boolean synchronised;
  private int receiveWindow;

  private long nextSequence;
  private long ackedSequence;
  private long lastEmptySequence;
  private long naksCountFromNs;
  private int outstandingBytes;
  private int impliedBytes;
  private long lineFreeNs;
  private long roundTripSequence = -1;
  private long trackedSentNs = -1;

  private long heardNs;
  private long blocksSent;
  private long blocksRetransmitted;
  private long damages;
  private long overflows;

  /**
   * Over a line.
   *
   * @param baud bits per second, by which times on the wire are estimated; 0 = they take no time
   */
  public BoardLink(ByteLink line, int baud) {
    this.line = line;
    // 8N1: ten bits a byte.
    byteTimeNs = baud == 0 ? 0 : 10_000_000_000L / baud;
    for (int i = 0; i < SLOTS; i++) {
      blocks[i] = new Block();
    }
  }

  /** Forgets all that was under way; the next thing to do is {@link #probe}. */
  public void reset() {
    scanner.reset();
    queue.clear();
    timer.reset();
    probing = false;
    synchronised = false;
    receiveWindow = 0;
    clearOutstanding(0);
    trackedSentNs = -1;
  }

  private void clearOutstanding(int sequence) {
    nextSequence = sequence;
    ackedSequence = sequence;
    lastEmptySequence = sequence;
    naksCountFromNs = Long.MIN_VALUE;
    outstandingBytes = 0;
    impliedBytes = 0;
    roundTripSequence = -1;
  }

  /** Whether the line is away, or was away since the last call; the latter is told once. */
  public boolean lost() {
    int now = line.openings();
    boolean reopened = now != openings;
    openings = now;
    return lost || reopened;
  }

  /** Whether the board's next sequence number is known. */
  public boolean synchronised() {
    return synchronised;
  }

  /**
   * Asks the board for the sequence number it expects: a sync byte and an empty block. Whatever its
   * number, the answer carries the one that is due.
   */
  public void probe(long nowNs) {
    probing = true;
    output[0] = Frame.SYNC;
    transmit(1 + Frame.seal(output, 1, 0, 0), nowNs);
  }

  /** Takes in what arrived and hands every message on. */
  public void receive(long nowNs, ContentSink sink) {
    int total = 0;
    while (total < READ_MAX_PER_TICK) {
      int room = Math.min(scanner.room(), input.length);
      int n = line.read(input, 0, room);
      lost = n == ByteLink.LOST;
      if (n <= 0) {
        return;
      }
      total += n;
      scanner.append(input, 0, n);
      scan(nowNs, sink);
    }
  }

  private void scan(long nowNs, ContentSink sink) {
    while (true) {
      switch (scanner.next()) {
        case NOTHING -> {
          return;
        }
        case DAMAGE -> damages++;
        case FRAME -> {
          heardNs = nowNs;
          boolean empty = scanner.contentStart() == scanner.contentEnd();
          onSequence(scanner.sequence(), empty, nowNs);
          if (!empty && synchronised) {
            sink.onContent(
                scanner.bytes(),
                scanner.contentStart(),
                scanner.contentEnd(),
                nowNs - scanner.frameLength() * byteTimeNs);
          }
        }
      }
    }
  }

  private void onSequence(int nibble, boolean empty, long nowNs) {
    if (!synchronised) {
      // Only an empty block surely answers the probe; a report may have been under way before it.
      if (probing && empty) {
        clearOutstanding(nibble);
        probing = false;
        synchronised = true;
      }
      return;
    }
    int advance = (int) (nibble - ackedSequence) & Frame.SEQUENCE_MASK;
    if (advance > nextSequence - ackedSequence) {
      // A number we never sent: the board started anew. Its own message says so.
      return;
    }
    if (advance > 0) {
      acknowledge(ackedSequence + advance, nowNs);
    }
    if (!empty) {
      return;
    }
    impliedBytes = 0;
    if (ackedSequence > lastEmptySequence) {
      lastEmptySequence = ackedSequence;
    } else if (ackedSequence < nextSequence && nowNs >= naksCountFromNs) {
      // The second empty block with the same number: the board did not take what came next.
      retransmit(nowNs);
    }
  }

  private void acknowledge(long upTo, long nowNs) {
    if (roundTripSequence >= 0 && upTo > roundTripSequence) {
      Block timed = blocks[slot(roundTripSequence)];
      if (!timed.retransmitted) {
        timer.sample(Math.max(0, nowNs - timed.sentNs));
      }
      roundTripSequence = -1;
    }
    while (ackedSequence < upTo) {
      Block block = blocks[slot(ackedSequence)];
      outstandingBytes -= block.frameLength;
      impliedBytes = block.frameLength;
      ackedSequence++;
    }
  }

  private static int slot(long sequence) {
    return (int) sequence & (SLOTS - 1);
  }

  /**
   * Queues a message.
   *
   * @param expiresNs the message is left out of anything sent at or after this time
   * @return false when the queue is full; counted by {@link #overflows}
   */
  public boolean send(MessageWriter message, long expiresNs) {
    return enqueue(message, expiresNs, false);
  }

  /** Queues a message whose sending time {@link #trackedSentNs} will tell. */
  public boolean sendTracked(MessageWriter message, long expiresNs) {
    trackedSentNs = -1;
    return enqueue(message, expiresNs, true);
  }

  private boolean enqueue(MessageWriter message, long expiresNs, boolean tracked) {
    boolean taken = queue.add(message, expiresNs, tracked);
    if (!taken) {
      overflows++;
    }
    return taken;
  }

  /** When the tracked message had left, ns; -1 when it has not, or had to be sent again. */
  public long trackedSentNs() {
    return trackedSentNs;
  }

  /**
   * Drops everything that can expire, queued or under way, and what the operating system has not
   * sent yet. For a host that comes late, and before a stop, so that no older "run" follows it.
   */
  public void expireAll() {
    queue.expire();
    for (long s = ackedSequence; s < nextSequence; s++) {
      blocks[slot(s)].expire();
    }
  }

  /** Sends what the window allows, and again what has not been acknowledged in time. */
  public void flush(long nowNs) {
    if (!synchronised) {
      return;
    }
    if (ackedSequence < nextSequence
        && nowNs - blocks[slot(ackedSequence)].sentNs > timer.timeoutNs()) {
      timer.backOff();
      retransmit(nowNs);
    }
    int length = 0;
    queue.dropExpired(nowNs);
    while (queue.size() > 0 && windowOpen()) {
      Block block = blocks[slot(nextSequence)];
      block.clear();
      queue.fill(block, nowNs);
      length = block.write(output, length, nextSequence, nowNs);
      outstandingBytes += block.frameLength;
      block.sentNs = endOfTransmissionNs(length, nowNs);
      if (block.tracked) {
        trackedSentNs = block.sentNs;
      }
      if (roundTripSequence < 0) {
        roundTripSequence = nextSequence;
      }
      nextSequence++;
      blocksSent++;
      queue.dropExpired(nowNs);
    }
    if (length > 0) {
      transmit(length, nowNs);
    }
  }

  private boolean windowOpen() {
    return nextSequence - ackedSequence < OUTSTANDING_MAX
        && (receiveWindow == 0
            || outstandingBytes + impliedBytes + Frame.MAX_LENGTH <= receiveWindow);
  }

  private void retransmit(long nowNs) {
    line.discardOutput();
    lineFreeNs = nowNs;
    output[0] = Frame.SYNC;
    int length = 1;
    outstandingBytes = 0;
    for (long s = ackedSequence; s < nextSequence; s++) {
      Block block = blocks[slot(s)];
      block.retransmitted = true;
      if (block.tracked) {
        trackedSentNs = -1;
      }
      length = block.write(output, length, s, nowNs);
      outstandingBytes += block.frameLength;
      block.sentNs = endOfTransmissionNs(length, nowNs);
      blocksRetransmitted++;
    }
    roundTripSequence = -1;
    transmit(length, nowNs);
    // What the board says to what it got before this is no news; a nak after a round trip is.
    naksCountFromNs = lineFreeNs + timer.roundTripNs();
  }

  private long endOfTransmissionNs(int bytesBefore, long nowNs) {
    return Math.max(nowNs, lineFreeNs) + bytesBefore * byteTimeNs;
  }

  private void transmit(int length, long nowNs) {
    // A short write damages a block on the wire; it is then sent again like any other damage.
    lost = line.write(output, 0, length) == ByteLink.LOST;
    lineFreeNs = endOfTransmissionNs(length, nowNs);
  }

  /** Nothing waits and nothing is under way. */
  public boolean idle() {
    return queue.size() == 0 && ackedSequence == nextSequence;
  }

  /** Bytes the board can hold before it drops some; 0 = it has flow control of its own. */
  public void receiveWindow(int bytes) {
    receiveWindow = bytes;
  }

  /** Longest wait for an acknowledgement, ns. */
  public void capRetransmitTimeout(long ns) {
    timer.cap(ns);
  }

  /** Closes the line and has it opened anew. */
  public void reopen() {
    line.reopen();
    lost = true;
  }

  /** When the last sound frame came, ns; 0 = none yet. */
  public long heardNs() {
    return heardNs;
  }

  /** Blocks sent for the first time. */
  public long blocksSent() {
    return blocksSent;
  }

  /** Blocks sent again. */
  public long blocksRetransmitted() {
    return blocksRetransmitted;
  }

  /** Stretches of bytes received that were no frame. */
  public long damages() {
    return damages;
  }

  /** Messages refused because too many waited. */
  public long overflows() {
    return overflows;
  }
}
