package org.stipple.controller.session;

/**
 * What became of a request.
 *
 * @param done whether it was done; otherwise it was refused and changed nothing
 * @param words for a person
 * @param code name of the outcome that refused it, for those who say it in another language; empty
 *     where there is none
 */
public record Answer(boolean done, String words, String code) {

  /** One that no outcome stands behind. */
  public Answer(boolean done, String words) {
    this(done, words, "");
  }

  static Answer refused(String why) {
    return new Answer(false, why.startsWith("refused") ? why : "refused: " + why);
  }
}
