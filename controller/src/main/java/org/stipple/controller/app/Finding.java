package org.stipple.controller.app;

/**
 * One row of what doctor says.
 *
 * @param check what was looked at
 * @param verdict how it is
 * @param found what was found, one line
 * @param advice what to do; empty where nothing needs doing
 */
record Finding(String check, Verdict verdict, String found, String advice) {

  /** How it is. */
  enum Verdict {
    OK("ok"),
    WARNING("warning"),
    WRONG("wrong");

    private final String word;

    Verdict(String word) {
      this.word = word;
    }

    String word() {
      return word;
    }
  }

  static Finding ok(String check, String found) {
    return new Finding(check, Verdict.OK, found, "");
  }

  static Finding warning(String check, String found, String advice) {
    return new Finding(check, Verdict.WARNING, found, advice);
  }

  static Finding wrong(String check, String found, String advice) {
    return new Finding(check, Verdict.WRONG, found, advice);
  }
}
