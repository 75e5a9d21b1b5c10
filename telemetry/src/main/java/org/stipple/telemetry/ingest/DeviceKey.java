package org.stipple.telemetry.ingest;

/**
 * Which device: the same machine name may exist in two clinics.
 *
 * @param group the clinic
 * @param edgeNode the Pi
 * @param device the machine
 */
public record DeviceKey(String group, String edgeNode, String device)
    implements Comparable<DeviceKey> {
  @Override
  public int compareTo(DeviceKey other) {
    int byGroup = group.compareTo(other.group);
    if (byGroup != 0) {
      return byGroup;
    }
    int byDevice = device.compareTo(other.device);
    return byDevice != 0 ? byDevice : edgeNode.compareTo(other.edgeNode);
  }
}
