package org.stipple.controller.session;

/**
 * What became of a request.
 *
 * @param done whether it was done; otherwise it was refused and changed nothing
 * @param words for a person
 */
public record Answer(boolean done, String words) {

  static Answer refused(String why) {
    return new Answer(false, why.startsWith("refused") ? why : "refused: " + why);
  }
}
