package org.stipple.sim.board;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Which number each shutdown text has in this build: from 2 on, in an order drawn from a seed. */
final class StringIds {

  private static final int FIRST = 2;

  private final List<Reason> order;

  StringIds(long seed) {
    order = new ArrayList<>(List.of(Reason.values()));
    Collections.shuffle(order, new Random(seed));
  }

  int of(Reason reason) {
    return FIRST + order.indexOf(reason);
  }

  List<Reason> inOrder() {
    return Collections.unmodifiableList(order);
  }

  int first() {
    return FIRST;
  }
}
