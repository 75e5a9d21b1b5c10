package org.stipple.telemetry.web;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/**
 * One file of a page, held in memory.
 *
 * @param path where it is served, such as {@code /clinic.css}
 * @param contentType its media type
 * @param bytes its content, not changed afterwards
 */
@SuppressWarnings("ArrayRecordComponent") // an asset is served, never compared
public record Asset(String path, String contentType, byte[] bytes) {

  /**
   * Reads a resource that stands beside a class.
   *
   * @param path where it is served
   * @param beside the class beside which it stands
   * @param name its name; ends in html, css, js, json, svg or woff2
   */
  public static Asset of(String path, Class<?> beside, String name) {
    try (InputStream in = beside.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalArgumentException("no resource " + name + " beside " + beside.getName());
      }
      return new Asset(path, contentType(name), in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String contentType(String name) {
    return switch (name.substring(name.lastIndexOf('.') + 1)) {
      case "html" -> "text/html; charset=utf-8";
      case "css" -> "text/css; charset=utf-8";
      case "js" -> "text/javascript; charset=utf-8";
      case "svg" -> "image/svg+xml";
      case "json" -> "application/json";
      case "woff2" -> "font/woff2";
      default -> throw new IllegalArgumentException("no content type is known for " + name);
    };
  }
}
