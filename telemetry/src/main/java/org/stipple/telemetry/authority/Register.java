package org.stipple.telemetry.authority;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.stipple.telemetry.access.Peer;
import org.stipple.telemetry.authority.TrustFolder.Issued;

/** The admitted certificates by name, as of when it was read and of what was done since. */
final class Register {

  private final Map<String, List<Issued>> byName = new HashMap<>();
  private final Map<String, String> owners = new HashMap<>();

  Register(TrustFolder trust) throws IOException {
    trust.admittedOnes().forEach(this::add);
  }

  void add(Issued issued) {
    byName.computeIfAbsent(issued.commonName(), _ -> new ArrayList<>()).add(issued);
    if (Peer.of(issued.commonName()).orElse(null) instanceof Peer.Device device) {
      owners.put(device.clientId(), issued.commonName());
      owners.put(device.recordClientId(), issued.commonName());
    }
  }

  void remove(Issued issued) {
    List<Issued> left = byName.getOrDefault(issued.commonName(), new ArrayList<>());
    left.remove(issued);
    if (left.isEmpty()) {
      byName.remove(issued.commonName());
      owners.values().removeIf(issued.commonName()::equals);
    }
  }

  /** Those of that name. */
  List<Issued> of(Peer peer) {
    return List.copyOf(byName.getOrDefault(peer.commonName(), List.of()));
  }

  /** The device one of whose clients is called that; empty = none. */
  Optional<String> owner(String clientId) {
    return Optional.ofNullable(owners.get(clientId));
  }

  /** Somebody else whose client may be called as one of the device's is; empty = nobody. */
  Optional<String> clash(Peer.Device device) {
    for (String clientId : List.of(device.clientId(), device.recordClientId())) {
      String owner = owners.get(clientId);
      if (owner != null && !owner.equals(device.commonName())) {
        return Optional.of(owner);
      }
      Optional<String> host =
          byName.keySet().stream()
              .filter(name -> name.startsWith(Peer.Host.PREFIX))
              .filter(name -> Peer.of(name).map(peer -> peer.owns(clientId)).orElse(false))
              .findFirst();
      if (host.isPresent()) {
        return host;
      }
    }
    return Optional.empty();
  }
}
