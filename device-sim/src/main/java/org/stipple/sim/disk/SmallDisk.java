package org.stipple.sim.disk;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A real file system (ext4) in a file, mounted for us, which can be filled, made read-only as the
 * kernel does after an error, or broken so that every call ends with an I/O error. Needs root.
 */
public final class SmallDisk implements AutoCloseable {

  private static final int BLOCK = 64 * 1024;
  private static final long COMMAND_S_MAX = 60;

  /** EXT4_IOC_SHUTDOWN of the kernel's fs/ext4/ext4.h, and its flag "without a last write". */
  private static final long SHUTDOWN = 0x8004587dL;

  private static final int WITHOUT_A_LAST_WRITE = 2;

  private final Path image;
  private final Path folder;
  private boolean mounted;

  private SmallDisk(Path image, Path folder) {
    this.image = image;
    this.folder = folder;
  }

  /** Whether this process may mount one. */
  public static boolean mayBeMounted() {
    return "root".equals(System.getProperty("user.name"))
        && Files.exists(Path.of("/dev/loop-control"))
        && Files.isExecutable(Path.of("/usr/sbin/mkfs.ext4"));
  }

  /**
   * Makes one of so many MB in that place and mounts it; the file it is in takes up what is used.
   */
  public static SmallDisk make(Path place, String name, int megabytes) throws IOException {
    SmallDisk disk = new SmallDisk(place.resolve(name + ".img"), place.resolve(name));
    Files.createDirectories(disk.folder);
    run("truncate", "-s", megabytes + "M", disk.image.toString());
    run("/usr/sbin/mkfs.ext4", "-q", "-F", "-m", "0", disk.image.toString());
    disk.mount();
    return disk;
  }

  /** Where it is mounted. */
  public Path folder() {
    return folder;
  }

  private void mount() throws IOException {
    run("mount", "-o", "loop", image.toString(), folder.toString());
    mounted = true;
  }

  /** Nothing more fits on it, but for what is in a block. */
  public void fill() throws IOException {
    long free = Files.getFileStore(folder).getUsableSpace();
    if (free > 4L * BLOCK) {
      run("fallocate", "-l", Long.toString(free - 2L * BLOCK), filler(1).toString());
    }
    try (OutputStream out = Files.newOutputStream(filler(2))) {
      while (true) {
        out.write(new byte[BLOCK]);
      }
    } catch (IOException _) {
      // It is full.
    }
  }

  /** What filled it is gone. */
  public void empty() throws IOException {
    Files.deleteIfExists(filler(1));
    Files.deleteIfExists(filler(2));
  }

  private Path filler(int number) {
    return folder.resolve("filler-" + number);
  }

  /** The kernel takes it for broken and lets nobody write any more. */
  public void makeReadOnly() throws IOException {
    run("mount", "-o", "remount,abort", folder.toString());
  }

  /** From now on every call ends with an I/O error. */
  public void breakDown() throws IOException {
    Linker linker = Linker.nativeLinker();
    MethodHandle open =
        linker.downcallHandle(
            linker.defaultLookup().findOrThrow("open"),
            FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_INT),
            Linker.Option.firstVariadicArg(2));
    MethodHandle ioctl =
        linker.downcallHandle(
            linker.defaultLookup().findOrThrow("ioctl"),
            FunctionDescriptor.of(
                ValueLayout.JAVA_INT,
                ValueLayout.JAVA_INT,
                ValueLayout.JAVA_LONG,
                ValueLayout.ADDRESS),
            Linker.Option.firstVariadicArg(2));
    try (Arena arena = Arena.ofConfined()) {
      int descriptor = (int) open.invokeExact(arena.allocateFrom(folder.toString()), 0);
      MemorySegment how = arena.allocateFrom(ValueLayout.JAVA_INT, WITHOUT_A_LAST_WRITE);
      int result = (int) ioctl.invokeExact(descriptor, SHUTDOWN, how);
      if (descriptor < 0 || result != 0) {
        throw new IOException("the file system in " + folder + " cannot be shut down");
      }
      close(linker, descriptor);
    } catch (IOException e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException("a function of the C library could not be called", e);
    }
  }

  private static void close(Linker linker, int descriptor) throws Throwable {
    MethodHandle close =
        linker.downcallHandle(
            linker.defaultLookup().findOrThrow("close"),
            FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
    int result = (int) close.invokeExact(descriptor);
    if (result != 0) {
      throw new IOException("a folder cannot be closed");
    }
  }

  /** Mounts it anew, as after a repair; nobody may have a file of it open. */
  public void repair() throws IOException {
    unmount();
    mount();
  }

  private void unmount() throws IOException {
    if (mounted) {
      run("umount", folder.toString());
      mounted = false;
    }
  }

  private static void run(String... command) throws IOException {
    Process process = new ProcessBuilder(List.of(command)).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      if (!process.waitFor(COMMAND_S_MAX, TimeUnit.SECONDS) || process.exitValue() != 0) {
        throw new IOException(String.join(" ", command) + " failed: " + said.strip());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while waiting for " + command[0], e);
    }
  }

  @Override
  public void close() throws IOException {
    unmount();
    Files.deleteIfExists(image);
  }
}
