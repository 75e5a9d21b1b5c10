package org.stipple.sim.house.bad.controller.panel;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Makes threads of its own. */
final class ThreadMaker {
  ExecutorService pool() {
    return Executors.newCachedThreadPool();
  }
}
