package org.stipple.sim.campaign;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Loads all of Stipple anew, some protections switched off; everything else is the JVM's own. */
final class MutantLoader extends ClassLoader {

  private static final String OURS = "org.stipple.";

  private final List<Mutation> mutations;
  private int applied;

  MutantLoader(List<Mutation> mutations, @Nullable ClassLoader parent) {
    super(parent);
    this.mutations = mutations;
  }

  /** Whether all that should be changed was loaded; else it proves nothing. */
  boolean applied() {
    return applied == mutations.size();
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    if (!name.startsWith(OURS)) {
      return super.loadClass(name, resolve);
    }
    synchronized (getClassLoadingLock(name)) {
      Class<?> loaded = findLoadedClass(name);
      return loaded == null ? define(name) : loaded;
    }
  }

  private Class<?> define(String name) throws ClassNotFoundException {
    try (InputStream in = getResourceAsStream(name.replace('.', '/') + ".class")) {
      if (in == null) {
        throw new ClassNotFoundException(name);
      }
      byte[] bytes = in.readAllBytes();
      for (Mutation mutation : mutations) {
        if (name.equals(mutation.type())) {
          bytes = mutation.applyTo(bytes);
          applied++;
        }
      }
      return defineClass(name, bytes, 0, bytes.length);
    } catch (IOException e) {
      throw new ClassNotFoundException(name, e);
    }
  }
}
