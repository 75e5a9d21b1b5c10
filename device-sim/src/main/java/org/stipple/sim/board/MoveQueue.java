package org.stipple.sim.board;

/** The nodes all timed queues share; there are none before the configuration is finalized. */
final class MoveQueue {

  private int size;
  private int free;

  void allocate(int count) {
    size = count;
    free = count;
  }

  int size() {
    return size;
  }

  int free() {
    return free;
  }

  void take() {
    if (free == 0) {
      throw new BoardFault(Reason.MOVE_QUEUE_OVERFLOW);
    }
    free--;
  }

  void give() {
    free++;
  }

  /** All queues were emptied. */
  void giveAll() {
    free = size;
  }
}
