package org.stipple.sim.world;

import org.stipple.controller.io.ByteLink;

/** A line that is another one, but for what is done to its bytes or heard of them. */
public interface PassingLink extends ByteLink {

  /** What it passes on to. */
  ByteLink link();

  @Override
  default int read(byte[] buffer, int offset, int length) {
    return link().read(buffer, offset, length);
  }

  @Override
  default int write(byte[] buffer, int offset, int length) {
    return link().write(buffer, offset, length);
  }

  @Override
  default void discardOutput() {
    link().discardOutput();
  }

  @Override
  default void reopen() {
    link().reopen();
  }

  @Override
  default int openings() {
    return link().openings();
  }
}
