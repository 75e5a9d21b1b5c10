package org.stipple.controller.wire;

/** A data dictionary that cannot be read, or lacks what is needed; the message is one line. */
public final class DictionaryException extends Exception {

  private static final long serialVersionUID = 1L;

  /** With words for a person. */
  public DictionaryException(String message) {
    super(message);
  }
}
