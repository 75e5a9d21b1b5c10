package org.stipple.telemetry.web;

import io.javalin.http.Context;
import tools.jackson.databind.json.JsonMapper;

/** Values as JSON: records, maps, lists, numbers, words. NaN is written as null by the caller. */
public final class Json {
  private static final JsonMapper MAPPER = JsonMapper.shared();

  private Json() {}

  /** The text of a value. */
  public static String of(Object value) {
    return MAPPER.writeValueAsString(value);
  }

  /** Answers a request with a value. */
  public static void answer(Context context, Object value) {
    context.contentType("application/json").result(MAPPER.writeValueAsBytes(value));
  }
}
