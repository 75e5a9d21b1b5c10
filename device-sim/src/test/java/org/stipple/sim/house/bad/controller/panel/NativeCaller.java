package org.stipple.sim.house.bad.controller.panel;

import java.lang.foreign.Linker;

/** Goes past the doors to the operating system. */
final class NativeCaller {
  Linker linker() {
    return Linker.nativeLinker();
  }
}
