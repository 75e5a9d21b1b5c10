package org.stipple.sim.ensemble;

import com.sun.tools.attach.AgentInitializationException;
import com.sun.tools.attach.AgentLoadException;
import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/** Enters another JVM and keeps all the memory that it gets there. */
public final class Hoarder {

  /** What a JVM started with -XX:+ExitOnOutOfMemoryError ends with. */
  public static final int EXIT_OUT_OF_MEMORY = 3;

  private static final int PIECE = 1 << 20;

  /** More than any heap of ours holds. */
  private static final int PIECES = 1 << 16;

  private Hoarder() {}

  /** Sends one into the JVM with that process id; the jar it travels in is left in the folder. */
  public static void sendInto(long pid, Path folder) throws IOException {
    Path jar = folder.resolve("hoarder.jar");
    write(jar);
    try {
      VirtualMachine other = VirtualMachine.attach(Long.toString(pid));
      try {
        other.loadAgent(jar.toString());
      } finally {
        other.detach();
      }
    } catch (AttachNotSupportedException | AgentLoadException | AgentInitializationException e) {
      throw new IOException("process " + pid + " lets nobody in: " + e.getMessage(), e);
    }
  }

  private static void write(Path jar) throws IOException {
    Manifest manifest = new Manifest();
    Attributes attributes = manifest.getMainAttributes();
    attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    attributes.putValue("Agent-Class", Hoarder.class.getName());
    String entry = Hoarder.class.getName().replace('.', '/') + ".class";
    try (OutputStream file = Files.newOutputStream(jar);
        JarOutputStream out = new JarOutputStream(file, manifest);
        InputStream code = Objects.requireNonNull(Hoarder.class.getResourceAsStream("/" + entry))) {
      out.putNextEntry(new JarEntry(entry));
      code.transferTo(out);
    }
  }

  /** Where it arrives. */
  public static void agentmain(String ignored) {
    Thread.ofPlatform().daemon().name("hoarder").start(Hoarder::hoard);
  }

  private static void hoard() {
    byte[][] kept = new byte[PIECES][];
    for (int i = 0; i < PIECES; i++) {
      kept[i] = new byte[PIECE];
    }
    System.err.println("hoarder: " + kept.length + " pieces were not enough");
  }
}
