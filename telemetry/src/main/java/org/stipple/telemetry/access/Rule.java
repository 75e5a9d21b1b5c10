package org.stipple.telemetry.access;

import java.util.List;
import org.stipple.telemetry.sparkplug.MessageType;
import org.stipple.telemetry.sparkplug.Topic;

/**
 * What somebody may do; what no rule allows is refused.
 *
 * @param act saying or hearing
 * @param filter the topics, as a subscription names them
 */
public record Rule(Act act, String filter) {

  /** Saying or hearing. */
  public enum Act {
    /** Publishing, and leaving a will. */
    WRITE,
    /** Subscribing. */
    READ
  }

  /** The rules of a peer. */
  public static List<Rule> of(Peer peer) {
    return switch (peer) {
      case Peer.Device device -> ofDevice(device);
      case Peer.Host host -> ofHost(host);
    };
  }

  /** Its own births, values and deaths, its records and receipts, and who is host. */
  private static List<Rule> ofDevice(Peer.Device device) {
    String group = device.topic().group();
    String node = device.topic().node();
    String machine = device.topic().device();
    return List.of(
        write(new Topic.OfNode(group, MessageType.NBIRTH, node).text()),
        write(new Topic.OfNode(group, MessageType.NDATA, node).text()),
        write(new Topic.OfNode(group, MessageType.NDEATH, node).text()),
        write(new Topic.OfDevice(group, MessageType.DBIRTH, node, machine).text()),
        write(new Topic.OfDevice(group, MessageType.DDATA, node, machine).text()),
        write(new Topic.OfDevice(group, MessageType.DDEATH, node, machine).text()),
        write(device.topic().record()),
        read(new Topic.OfNode(group, MessageType.NCMD, node).text()),
        // Heard to be refused and counted; of all machines of this host, as the edge asks for it.
        read(Topic.NAMESPACE + "/" + group + "/DCMD/" + node + "/+"),
        read(Topic.NAMESPACE + "/STATE/+"),
        read(device.topic().receipt()));
  }

  /** Hears everything; says its own state, asks for rebirths and answers records. */
  private static List<Rule> ofHost(Peer.Host host) {
    return List.of(
        read(Topic.ALL),
        read("stipple/1/+/+/+/record"),
        write(new Topic.State(host.id()).text()),
        write(Topic.NAMESPACE + "/+/NCMD/+"),
        write("stipple/1/+/+/+/receipt"));
  }

  private static Rule read(String filter) {
    return new Rule(Act.READ, filter);
  }

  private static Rule write(String filter) {
    return new Rule(Act.WRITE, filter);
  }

  /** Whether some rule of that peer allows it; for saying the topic, for hearing the filter. */
  public static boolean allows(Peer peer, Act act, String topicOrFilter) {
    String asked = act == Act.READ ? unshared(topicOrFilter) : topicOrFilter;
    return of(peer).stream().anyMatch(rule -> rule.act == act && covers(rule.filter, asked));
  }

  /** What a shared subscription, {@code $share/NAME/FILTER}, hears. */
  private static String unshared(String filter) {
    if (!filter.startsWith("$share/")) {
      return filter;
    }
    int slash = filter.indexOf('/', "$share/".length());
    return slash < 0 ? filter : filter.substring(slash + 1);
  }

  /** Whether every topic that the second matches is one that the first matches. */
  static boolean covers(String filter, String asked) {
    String[] allowed = filter.split("/", -1);
    String[] wanted = asked.split("/", -1);
    for (int i = 0; i < allowed.length; i++) {
      if (allowed[i].equals("#")) {
        // Topics with a dollar are no part of a wildcard at the beginning (MQTT 4.7.2).
        return i > 0 || !asked.startsWith("$");
      }
      if (i >= wanted.length || wanted[i].equals("#")) {
        return false;
      }
      boolean fits =
          allowed[i].equals("+") ? i > 0 || !asked.startsWith("$") : allowed[i].equals(wanted[i]);
      if (!fits) {
        return false;
      }
    }
    return wanted.length == allowed.length;
  }
}
