package org.stipple.controller.session;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.stipple.telemetry.session.SessionEntry;

/** A {@link Course} as names and values, as in {@link StatusWords}. */
public final class CourseWords {

  private CourseWords() {}

  /** follows, plan, pigment; null where there is none. */
  public static Map<String, @Nullable Object> of(Course course) {
    Map<String, @Nullable Object> words = new LinkedHashMap<>();
    words.put("follows", course.follows().map(CourseWords::follows).orElse(null));
    words.put("plan", course.plan().map(CourseWords::plan).orElse(null));
    words.put("pigment", course.pigment().map(CourseWords::pigment).orElse(null));
    return words;
  }

  private static Map<String, Object> follows(SessionEntry.Follows follows) {
    return Map.of("session", follows.earlier().value(), "touchUp", follows.touchUp());
  }

  private static Map<String, @Nullable Object> plan(SessionEntry.PlanSet plan) {
    Map<String, @Nullable Object> words = new LinkedHashMap<>();
    words.put("layer", plan.layer());
    words.put("layers", plan.layers());
    Map<String, Object> dots = new LinkedHashMap<>();
    plan.dots().forEach((zone, planned) -> dots.put(zone.label(), planned));
    words.put("dots", dots);
    words.put("nextDue", plan.nextDue().map(Object::toString).orElse(null));
    return words;
  }

  private static Map<String, Object> pigment(SessionEntry.PigmentChosen pigment) {
    return Map.of(
        "layer",
        pigment.layer(),
        "shade",
        pigment.shade(),
        "lot",
        pigment.lot(),
        "expires",
        pigment.expires().toString());
  }
}
