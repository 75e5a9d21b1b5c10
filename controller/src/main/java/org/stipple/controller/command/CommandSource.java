package org.stipple.controller.command;

import org.jspecify.annotations.Nullable;

/** Where the tick takes its commands from; loop thread only. */
public interface CommandSource {

  /** The next command; null when none waits. Never blocks, allocates nothing. */
  @Nullable OperatorCommand poll();
}
