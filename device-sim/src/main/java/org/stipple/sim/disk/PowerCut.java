package org.stipple.sim.disk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * A disk behind a cache, of which a loss of power leaves what was forced onto it, and any of the
 * rest: writes since then reach it in any order, a write may be torn between two sectors, a file
 * may be longer than what was written of it (zeros are read there), and a name is on the disk only
 * once its folder was forced. Harsher than ext4 or xfs, which keep more in order; as harsh as POSIX
 * allows, but for one thing: changes of names in one folder keep their order.
 */
public final class PowerCut {

  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rw-------");

  /** What a disk writes whole or not at all, bytes. */
  private static final int SECTOR = 512;

  private static final class Node {
    final boolean folder;
    byte[] durable = new byte[0];
    byte[] now = new byte[0];
    final List<DiskChange> pending = new ArrayList<>();
    final Map<String, Node> names = new HashMap<>();
    final Map<String, Node> durableNames = new HashMap<>();
    final List<Map<String, @Nullable Node>> pendingNames = new ArrayList<>();

    Node(boolean folder) {
      this.folder = folder;
    }

    void rename(Map<String, @Nullable Node> change) {
      pendingNames.add(change);
      put(names, change);
    }

    static void put(Map<String, Node> names, Map<String, @Nullable Node> change) {
      change.forEach((name, node) -> {
        if (node == null) {
          names.remove(name);
        } else {
          names.put(name, node);
        }
      });
    }

    void force() {
      durable = now.clone();
      pending.clear();
      pendingNames.forEach(change -> put(durableNames, change));
      pendingNames.clear();
    }
  }

  private final Node root = new Node(true);
  private final boolean forces;

  /**
   * An empty disk.
   *
   * @param forces whether it does what it is told; one that does not is the control of an
   *     experiment
   */
  public PowerCut(boolean forces) {
    this.forces = forces;
  }

  /** The program goes on by one change. */
  public void apply(DiskChange change) {
    switch (change) {
      case DiskChange.MakeFolder made -> name(made.path(), new Node(true));
      case DiskChange.MakeFile made -> name(made.path(), new Node(false));
      case DiskChange.Write write -> {
        Node node = node(write.path());
        node.pending.add(write);
        node.now = written(node.now, (int) write.offset(), write.bytes(), 0, write.bytes().length);
      }
      case DiskChange.Resize resize -> {
        Node node = node(resize.path());
        node.pending.add(resize);
        node.now = Arrays.copyOf(node.now, (int) resize.bytes());
      }
      case DiskChange.Force force -> {
        if (forces) {
          node(force.path()).force();
        }
      }
      case DiskChange.Rename rename -> {
        Map<String, @Nullable Node> both = new HashMap<>();
        both.put(last(rename.path()), null);
        both.put(last(rename.to()), node(rename.path()));
        parent(rename.to()).rename(both); // within one folder, as all of ours are
      }
      case DiskChange.Remove remove -> {
        Map<String, @Nullable Node> gone = new HashMap<>();
        gone.put(last(remove.path()), null);
        parent(remove.path()).rename(gone);
      }
    }
  }

  private void name(String path, Node node) {
    Map<String, @Nullable Node> added = new HashMap<>();
    added.put(last(path), node);
    parent(path).rename(added);
  }

  private Node node(String path) {
    Node at = root;
    if (!path.isEmpty()) {
      for (String name : path.split("/", -1)) {
        @Nullable Node next = at.names.get(name);
        if (next == null) {
          throw new IllegalStateException("there is no " + path + " on this disk");
        }
        at = next;
      }
    }
    return at;
  }

  private Node parent(String path) {
    int slash = path.lastIndexOf('/');
    return node(slash < 0 ? "" : path.substring(0, slash));
  }

  private static String last(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  /**
   * The power goes now: what is found afterwards is written into that folder, which must be empty.
   * This disk itself goes on as if nothing had happened.
   */
  public void cut(SplittableRandom random, Path into) throws IOException {
    leave(root, random, into);
  }

  private static void leave(Node folder, SplittableRandom random, Path into) throws IOException {
    Map<String, Node> names = new HashMap<>(folder.durableNames);
    int arrived = random.nextInt(folder.pendingNames.size() + 1);
    folder.pendingNames.subList(0, arrived).forEach(change -> Node.put(names, change));
    for (String name : names.keySet().stream().sorted().toList()) {
      @Nullable Node node = names.get(name);
      if (node == null) {
        continue;
      }
      Path path = into.resolve(name);
      if (node.folder) {
        Files.createDirectory(path);
        leave(node, random, path);
      } else {
        Files.write(path, left(node, random));
        Files.setPosixFilePermissions(path, OWNER_ONLY); // modes are not on the tape
      }
    }
  }

  private static byte[] left(Node node, SplittableRandom random) {
    return switch (random.nextInt(4)) {
      case 0 -> node.durable;
      case 1 -> node.now;
      default -> mixed(node, random);
    };
  }

  private static byte[] mixed(Node node, SplittableRandom random) {
    byte[] image = node.durable.clone();
    int size = node.durable.length;
    List<Integer> sizes = new ArrayList<>(List.of(size));
    for (DiskChange change : node.pending) {
      if (change instanceof DiskChange.Write write) {
        image = someSectors(image, write, random);
        size = Math.max(size, (int) write.offset() + write.bytes().length);
      } else if (change instanceof DiskChange.Resize resize) {
        size = (int) resize.bytes();
        if (random.nextBoolean()) {
          image = Arrays.copyOf(image, size);
        }
      }
      sizes.add(size);
    }
    return Arrays.copyOf(image, sizes.get(random.nextInt(sizes.size())));
  }

  private static byte[] someSectors(byte[] image, DiskChange.Write write, SplittableRandom random) {
    byte[] result = image;
    int offset = (int) write.offset();
    for (int from = 0; from < write.bytes().length; ) {
      int sectorEnd = (offset + from) / SECTOR * SECTOR + SECTOR - offset;
      int to = Math.min(sectorEnd, write.bytes().length);
      if (random.nextBoolean()) {
        result = written(result, offset + from, write.bytes(), from, to);
      }
      from = to;
    }
    return result;
  }

  private static byte[] written(byte[] onto, int offset, byte[] bytes, int from, int to) {
    int end = offset + to - from;
    byte[] result = onto.length < end ? Arrays.copyOf(onto, end) : onto;
    System.arraycopy(bytes, from, result, offset, to - from);
    return result;
  }
}
