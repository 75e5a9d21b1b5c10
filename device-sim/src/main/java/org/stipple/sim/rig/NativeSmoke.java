package org.stipple.sim.rig;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.stipple.sim.ensemble.Workplace;

/**
 * Run inside the machine: loads every native library that Stipple ships, as its own library does
 * it, and says so, one line each. By name, since only the controller's hardware may know them.
 */
public final class NativeSmoke {

  /** Classes whose initialisation loads a native library. */
  private static final List<String> LOADERS =
      List.of(
          "com.fazecast.jSerialComm.SerialPort",
          "com.pi4j.library.gpiod.internal.GpioD",
          "com.pi4j.library.linuxfs.LinuxFile");

  /** All that are loaded. */
  static final int LIBRARIES = LOADERS.size() + 1;

  private NativeSmoke() {}

  /** Exit code 1 where one does not load. */
  public static void main(String[] arguments) {
    Workplace.quietLibraries();
    boolean all = true;
    for (String name : LOADERS) {
      all &= loads(name);
    }
    all &= opensSqlite();
    System.exit(all ? 0 : 1);
  }

  private static boolean loads(String name) {
    try {
      Class<?> type = Class.forName(name);
      System.out.println("native ok " + type.getName());
      return true;
    } catch (ClassNotFoundException | LinkageError e) {
      System.out.println("native FAILED " + name + ": " + e);
      return false;
    }
  }

  private static boolean opensSqlite() {
    try (Connection memory = DriverManager.getConnection("jdbc:sqlite::memory:");
        Statement statement = memory.createStatement();
        ResultSet version = statement.executeQuery("select sqlite_version()")) {
      version.next();
      System.out.println("native ok org.sqlite " + version.getString(1));
      return true;
    } catch (SQLException | LinkageError e) {
      System.out.println("native FAILED org.sqlite: " + e);
      return false;
    }
  }
}
