package org.stipple.sim.disk;

/** One thing that a program asked of its disk; paths are relative to a folder. */
public sealed interface DiskChange {

  /** What it is about. */
  String path();

  /** A folder was made. */
  record MakeFolder(String path) implements DiskChange {}

  /** An empty file was made. */
  record MakeFile(String path) implements DiskChange {}

  /** Bytes were written; never changed afterwards. */
  @SuppressWarnings("ArrayRecordComponent") // carried, never compared
  record Write(String path, long offset, byte[] bytes) implements DiskChange {}

  /** A file was cut or lengthened to so many bytes. */
  record Resize(String path, long bytes) implements DiskChange {}

  /** What was done to a file, or to the names in a folder, is to be on the disk. */
  record Force(String path) implements DiskChange {}

  /** A file has another name. */
  record Rename(String path, String to) implements DiskChange {}

  /** A name is gone. */
  record Remove(String path) implements DiskChange {}
}
