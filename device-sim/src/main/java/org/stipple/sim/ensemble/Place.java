package org.stipple.sim.ensemble;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * The folder of one bench and what lies where in it.
 *
 * @param folder absolute, and short enough for the sockets in it
 * @param data where the controller keeps its files
 */
public record Place(Path folder, Path data) {

  /** The kernel takes paths of sockets up to 107 bytes; the longest name in here is 12. */
  private static final int PATH_BYTES_MAX = 90;

  public Place {
    folder = folder.toAbsolutePath().normalize();
    if (folder.toString().getBytes(StandardCharsets.UTF_8).length > PATH_BYTES_MAX) {
      throw new IllegalArgumentException(
          "--data " + folder + ": a path of at most " + PATH_BYTES_MAX + " bytes, for the sockets");
    }
  }

  /** A bench whose controller keeps its files there, too. */
  public Place(Path folder) {
    this(folder, folder.toAbsolutePath().normalize());
  }

  /** A fresh folder of our own among the temporary files. */
  public static Place temporary() throws IOException {
    return new Place(Files.createTempDirectory("stipple-demo-")).made();
  }

  /** A folder a person has named; made where it is missing, for its owner only. */
  public static Place at(Path folder) throws IOException {
    return new Place(folder).made();
  }

  /** The same, whose controller keeps its files elsewhere: on a disk of their own. */
  public Place withData(Path elsewhere) {
    return new Place(folder, elsewhere);
  }

  private Place made() throws IOException {
    if (!Files.isDirectory(folder)) {
      Files.createDirectories(
          folder,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }
    Files.createDirectories(logs());
    return this;
  }

  public Path logs() {
    return folder.resolve("logs");
  }

  public Path log(String part) {
    return logs().resolve(part + ".log");
  }

  /** The link to the pty. */
  public Path line() {
    return folder.resolve("board");
  }

  public Path boardSocket() {
    return folder.resolve("board.sock");
  }

  public Path controlSocket() {
    return folder.resolve("control.sock");
  }

  public Path settings() {
    return folder.resolve("machine.toml");
  }

  /** Writes the settings of a controller on this bench. */
  public void writeSettings(Ports ports, BoardChoice board) throws IOException {
    String text =
        template(board.template())
            .replace("${line}", line().toString())
            .replace("${mqtt}", Integer.toString(ports.mqtt()))
            .replace("${panel}", Integer.toString(ports.panel()))
            .replace("${data}", data.toString())
            .replace("${control}", controlSocket().toString());
    Files.writeString(settings(), text);
  }

  private static String template(String name) {
    try (InputStream in = Place.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("no " + name + " beside " + Place.class.getName());
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
