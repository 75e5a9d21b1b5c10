package org.stipple.telemetry.store;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** The devices whose records a clinic takes. Any thread; calls wait for the database. */
public final class Devices {

  /**
   * A device.
   *
   * @param address GROUP/NODE/DEVICE
   * @param key its public key; empty while it is not enrolled
   * @param revokedMs since when nothing of it is taken any more, ms since 1970 UTC; empty = it is
   */
  public record Known(String address, String key, Optional<Long> revokedMs) {}

  private final Database database;
  private final InstantSource clock;

  /** Of that database. */
  public Devices(Database database, InstantSource clock) {
    this.database = database;
    this.clock = clock;
  }

  /** All of them. */
  public List<Known> all() {
    return database
        .jdbi()
        .withHandle(handle ->
            handle
                .select("SELECT address, public_key, revoked_ms FROM device ORDER BY address")
                .map((row, _) -> {
                  long revokedMs = row.getLong("revoked_ms");
                  Optional<Long> revoked =
                      row.wasNull() ? Optional.empty() : Optional.of(revokedMs);
                  return new Known(row.getString("address"), row.getString("public_key"), revoked);
                })
                .list());
  }

  /** From now on that device's records are taken, if that key signed them. */
  public void enrol(String address, String publicKey) {
    database
        .jdbi()
        .useHandle(handle ->
            handle.execute(
                "INSERT INTO device (address, public_key, first_seen_ms, revoked_ms)"
                    + " VALUES (?, ?, ?, NULL) ON CONFLICT (address)"
                    + " DO UPDATE SET public_key = excluded.public_key, revoked_ms = NULL",
                address,
                publicKey,
                clock.millis()));
  }

  /** From now on nothing of that device is taken; false where it is not known. */
  public boolean revoke(String address) {
    return database
        .jdbi()
        .withHandle(handle ->
            handle.execute(
                    "UPDATE device SET revoked_ms = ? WHERE address = ?", clock.millis(), address)
                > 0);
  }
}
