package org.stipple.telemetry.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.InvalidProtocolBufferException;
import java.net.URI;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import org.eclipse.tahu.protobuf.SparkplugBProto;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stipple.telemetry.mqtt.MqttSettings;
import org.stipple.telemetry.mqtt.OutMessage;
import org.stipple.telemetry.session.DeviceId;
import org.stipple.telemetry.sparkplug.DataType;
import org.stipple.telemetry.sparkplug.DeviceMetric;
import org.stipple.telemetry.sparkplug.Metric;
import org.stipple.telemetry.sparkplug.MetricValue;
import org.stipple.telemetry.sparkplug.NodeMetric;
import org.stipple.telemetry.sparkplug.Payload;

/**
 * The rules of Sparkplug 3.0 for an edge node, each over many lives by chance; {@code
 * docs/sparkplug.md} says which rule is shown where.
 */
final class EdgeConformanceTest {
  private static final Map<String, String> TOPICS =
      Map.of(
          "NBIRTH", "spBv1.0/CLINIC/NBIRTH/pi",
          "NDEATH", "spBv1.0/CLINIC/NDEATH/pi",
          "DBIRTH", "spBv1.0/CLINIC/DBIRTH/pi/SMP-01",
          "DDATA", "spBv1.0/CLINIC/DDATA/pi/SMP-01",
          "DDEATH", "spBv1.0/CLINIC/DDEATH/pi/SMP-01");

  @TempDir Path folder;

  /** Tries a rule on every connection; a failure names the seed. */
  private static void onEveryConnection(Consumer<Life.Connection> rule) {
    int tried = 0;
    for (Life life : Life.many()) {
      for (Life.Connection connection : life.connections()) {
        try {
          rule.accept(connection);
        } catch (AssertionError e) {
          throw new AssertionError("seed " + life.seed() + ": " + e.getMessage(), e);
        }
        tried++;
      }
    }
    assertThat(tried).isGreaterThan(300);
  }

  /** Tries a rule on every message of a kind. */
  private static void onEvery(String kind, Consumer<DryEdge.Step.Published> rule) {
    int[] tried = {0};
    onEveryConnection(connection -> {
      for (DryEdge.Step.Published message : connection.published()) {
        if (message.kind().equals(kind)) {
          rule.accept(message);
          tried[0]++;
        }
      }
    });
    assertThat(tried[0]).as(kind + " in all lives").isGreaterThan(40);
  }

  private static List<Metric> metrics(DryEdge.Step.Published message) {
    return message.payload().metrics();
  }

  private static Metric named(Payload payload, String name) {
    List<Metric> found = payload.metrics().stream().filter(m -> m.isNamed(name)).toList();
    assertThat(found).as(name).hasSize(1);
    return found.getFirst();
  }

  private static long bdSeq(OutMessage message) {
    Metric metric = named(DryEdge.decoded(message), NodeMetric.BD_SEQ);
    assertThat(metric.dataType()).contains(DataType.INT64);
    return ((MetricValue.Whole) metric.value()).value();
  }

  private static SparkplugBProto.Payload raw(OutMessage message) {
    try {
      return SparkplugBProto.Payload.parseFrom(message.payload());
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError(e);
    }
  }

  // Chapters 1 to 4: names and topics

  @Test
  void namesThatCannotBePartOfATopicAreRefused() {
    MqttSettings mqtt = MqttSettings.of(URI.create("tcp://127.0.0.1:1"), "x", 5);
    for (String bad : List.of("", " ", "a/b", "a+b", "a#b", "a\u0000b")) {
      assertThatThrownBy(
              () -> new EdgeSettings(bad, "pi", new DeviceId("d"), mqtt, folder.resolve("b")))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(
              () -> new EdgeSettings("C", bad, new DeviceId("d"), mqtt, folder.resolve("b")))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> new DeviceId(bad)).isInstanceOf(IllegalArgumentException.class);
    }
    new EdgeSettings("Zürich", "Stuhl 3", new DeviceId("d"), mqtt, folder.resolve("b"));
  }

  @Test
  void everyMessageIsOnTheTopicOfItsKind() {
    for (String kind : TOPICS.keySet()) {
      onEvery(kind, message -> assertThat(message.message().topic()).isEqualTo(TOPICS.get(kind)));
    }
    onEveryConnection(connection ->
        assertThat(TOPICS.keySet())
            .containsAll(
                connection.published().stream().map(DryEdge.Step.Published::kind).toList()));
  }

  @Test
  void everyMessageButADeathOfTheNodeHasQos0AndNoneIsRetained() {
    for (String kind : List.of("NBIRTH", "DBIRTH", "DDATA", "DDEATH")) {
      onEvery(
          kind,
          message -> {
            assertThat(message.message().qos()).isZero();
            assertThat(message.message().retained()).isFalse();
          });
    }
    onEvery("NDEATH", message -> assertThat(message.message().retained()).isFalse());
  }

  @Test
  void namesOfMetricsDifferInMoreThanCapitals() {
    Set<String> lower = new HashSet<>();
    for (DeviceMetric metric : DeviceMetric.values()) {
      assertThat(lower.add(metric.metricName().toLowerCase(Locale.ROOT))).isTrue();
    }
    assertThat(NodeMetric.BD_SEQ.toLowerCase(Locale.ROOT))
        .isNotEqualTo(NodeMetric.REBIRTH.toLowerCase(Locale.ROOT));
  }

  // Births of the node

  @Test
  void aBirthOfTheNodeIsTheFirstThingSaidOnAConnection() {
    int[] births = {0};
    onEveryConnection(connection -> {
      if (!connection.published().isEmpty()) {
        assertThat(connection.published().getFirst().kind()).isEqualTo("NBIRTH");
        births[0]++;
      }
    });
    assertThat(births[0]).isGreaterThan(100);
  }

  @Test
  void aBirthOfTheNodeHasSeqZero() {
    onEvery("NBIRTH", birth -> assertThat(birth.payload().seq()).isEqualTo(OptionalInt.of(0)));
  }

  @Test
  void everyPayloadAndEveryMetricTellsItsTime() {
    for (String kind : List.of("NBIRTH", "DBIRTH", "DDATA", "DDEATH")) {
      onEvery(
          kind,
          message -> {
            assertThat(message.payload().atMs()).isEqualTo(message.atMs());
            for (SparkplugBProto.Payload.Metric metric : raw(message.message()).getMetricsList()) {
              assertThat(metric.hasTimestamp()).isTrue();
              assertThat(metric.getTimestamp()).isBetween(DryEdge.STARTED_MS, message.atMs());
            }
          });
    }
  }

  @Test
  void aBirthOfTheNodeTellsBdSeqAndRebirthAndNothingElse() {
    onEvery(
        "NBIRTH",
        birth -> {
          assertThat(metrics(birth)).hasSize(2);
          named(birth.payload(), NodeMetric.BD_SEQ);
          Metric rebirth = named(birth.payload(), NodeMetric.REBIRTH);
          assertThat(rebirth.dataType()).contains(DataType.BOOLEAN);
          assertThat(rebirth.value()).isEqualTo(new MetricValue.Flag(false));
          assertThat(rebirth.alias()).isEqualTo(OptionalLong.empty());
        });
  }

  @Test
  void theWillIsADeathWithTheNumberThatTheBirthWillHave() {
    onEveryConnection(connection -> {
      OutMessage will = connection.connected().will();
      assertThat(will.topic()).isEqualTo(TOPICS.get("NDEATH"));
      assertThat(will.qos()).isEqualTo(1);
      assertThat(will.retained()).isFalse();
      Payload payload = DryEdge.decoded(will);
      assertThat(payload.seq()).isEmpty();
      assertThat(payload.metrics()).hasSize(1);
      long number = bdSeq(will);
      for (DryEdge.Step.Published message : connection.published()) {
        if (message.kind().equals("NBIRTH") || message.kind().equals("NDEATH")) {
          assertThat(bdSeq(message.message())).isEqualTo(number);
        }
      }
    });
  }

  @Test
  void bdSeqBeginsAtZeroAndGrowsByOneWithEveryConnecting() throws Exception {
    for (Life life : Life.many()) {
      List<Life.Connection> connections = life.connections();
      for (int i = 0; i < connections.size(); i++) {
        assertThat(bdSeq(connections.get(i).connected().will())).isEqualTo(i);
      }
    }
    // Over restarts as well, and from 255 to 0.
    for (int i = 0; i < 258; i++) {
      DryEdge edge = DryEdge.free(folder);
      edge.connect();
      assertThat(bdSeq(edge.published("NBIRTH").getFirst().message())).isEqualTo(i % 256);
      edge.cut();
    }
  }

  // Sequence numbers

  @Test
  void seqGrowsByOneFromMessageToMessageAndADeathOfTheNodeHasNone() {
    onEveryConnection(connection -> {
      int expected = 0;
      for (DryEdge.Step.Published message : connection.published()) {
        switch (message.kind()) {
          case "NDEATH" -> assertThat(message.payload().seq()).isEmpty();
          case "NBIRTH" -> expected = 1;
          default -> {
            assertThat(message.payload().seq()).isEqualTo(OptionalInt.of(expected));
            expected = (expected + 1) % 256;
          }
        }
      }
    });
  }

  @Test
  void seqWrapsFrom255ToZero() throws Exception {
    DryEdge edge = DryEdge.free(folder);
    edge.role.online(true);
    edge.connect();
    for (int i = 0; i < 600; i++) {
      edge.snapshot(Snapshots.faulted("f" + i));
    }
    List<DryEdge.Step.Published> said = edge.published();
    assertThat(said).hasSizeGreaterThan(600);
    for (int i = 0; i < said.size(); i++) {
      assertThat(said.get(i).payload().seq()).isEqualTo(OptionalInt.of(i % 256));
    }
  }

  // The device

  @Test
  void aBirthOfTheDeviceTellsEveryMetricWithNameAliasTypeAndValue() {
    onEvery(
        "DBIRTH",
        birth -> {
          Set<Long> aliases = new HashSet<>();
          Set<String> names = new HashSet<>();
          for (Metric metric : metrics(birth)) {
            names.add(metric.name().orElseThrow());
            assertThat(aliases.add(metric.alias().orElseThrow())).isTrue();
            assertThat(metric.historical()).isFalse();
          }
          assertThat(names)
              .containsExactlyInAnyOrderElementsOf(
                  EnumSet.allOf(DeviceMetric.class).stream()
                      .map(DeviceMetric::metricName)
                      .toList());
        });
  }

  @Test
  void inABirthAValueThatIsNotKnownIsNullAndHasNoValueAndTypesAreThoseOfTheStandard() {
    onEvery(
        "DBIRTH",
        birth -> {
          for (SparkplugBProto.Payload.Metric metric : raw(birth.message()).getMetricsList()) {
            boolean valued =
                metric.getValueCase() != SparkplugBProto.Payload.Metric.ValueCase.VALUE_NOT_SET;
            assertThat(valued).isEqualTo(!metric.getIsNull());
            assertThat(SparkplugBProto.DataType.forNumber(metric.getDatatype())).isNotNull();
            assertThat(metric.getDatatype()).isPositive();
          }
        });
  }

  @Test
  void propertiesHaveAsManyKeysAsValuesAndEveryValueItsType() {
    int[] seen = {0};
    onEvery(
        "DBIRTH",
        birth -> {
          for (SparkplugBProto.Payload.Metric metric : raw(birth.message()).getMetricsList()) {
            assertThat(metric.getProperties().getKeysCount())
                .isEqualTo(metric.getProperties().getValuesCount());
            for (SparkplugBProto.Payload.PropertyValue value :
                metric.getProperties().getValuesList()) {
              assertThat(value.getType()).isEqualTo(DataType.STRING.code());
              seen[0]++;
            }
          }
        });
    assertThat(seen[0]).isPositive();
  }

  @Test
  void theDeviceIsBornAfterItsNodeAndSpeaksOnlyWhileItLives() {
    int[] data = {0};
    onEveryConnection(connection -> {
      boolean node = false;
      boolean device = false;
      for (DryEdge.Step.Published message : connection.published()) {
        switch (message.kind()) {
          case "NBIRTH" -> {
            node = true;
            device = false;
          }
          case "DBIRTH" -> {
            assertThat(node).isTrue();
            assertThat(device).isFalse();
            device = true;
          }
          case "DDATA" -> {
            assertThat(device).isTrue();
            data[0]++;
          }
          case "DDEATH" -> {
            assertThat(device).isTrue();
            device = false;
          }
          default -> node = false;
        }
      }
    });
    assertThat(data[0]).isGreaterThan(1_000);
  }

  @Test
  void afterABirthOfTheNodeThatOfADeviceThatIsThereComesAtOnce() throws Exception {
    DryEdge edge = DryEdge.free(folder);
    edge.role.online(true);
    edge.snapshot(Snapshots.idle());
    edge.snapshot(Snapshots.faulted("estop"));
    edge.connect();
    assertThat(edge.kinds()).containsExactly("NBIRTH", "DBIRTH");
    for (int i = 0; i < 5; i++) {
      edge.pass(600);
      edge.snapshot(Snapshots.faulted("f" + i));
      edge.hearRebirth();
    }
    List<String> kinds = edge.kinds();
    for (int i = 0; i < kinds.size(); i++) {
      if (kinds.get(i).equals("NBIRTH")) {
        assertThat(kinds.get(i + 1)).isEqualTo("DBIRTH");
      }
    }
    assertThat(edge.published("NBIRTH")).hasSize(6);
  }

  @Test
  void whenTheBoardGoesTheDeviceIsSaidToBeDead() throws Exception {
    DryEdge edge = DryEdge.free(folder);
    edge.role.online(true);
    edge.connect();
    edge.role.online(false);
    edge.work();
    assertThat(edge.kinds()).containsExactly("NBIRTH", "DBIRTH", "DDEATH");
  }

  @Test
  void dataToldByAliasNamesNothingAgainAndSpeaksOnlyOfWhatTheBirthNamed() {
    onEveryConnection(connection -> {
      Map<Long, String> named = new HashMap<>();
      for (DryEdge.Step.Published message : connection.published()) {
        if (message.kind().equals("DBIRTH")) {
          metrics(message).forEach(m -> named.put(m.alias().orElseThrow(), m.name().orElseThrow()));
        } else if (message.kind().equals("DDATA")) {
          assertThat(metrics(message)).isNotEmpty();
          for (Metric metric : metrics(message)) {
            assertThat(metric.name()).isEmpty();
            assertThat(metric.dataType()).isEmpty();
            assertThat(named).containsKey(metric.alias().orElseThrow());
          }
        }
      }
    });
  }

  @Test
  void onlyWhatChangedIsToldButForTheHeartbeat() {
    onEveryConnection(connection -> {
      Map<Long, MetricValue> last = new HashMap<>();
      for (DryEdge.Step.Published message : connection.published()) {
        if (message.kind().equals("DBIRTH")) {
          metrics(message).forEach(m -> last.put(m.alias().orElseThrow(), m.value()));
        } else if (message.kind().equals("DDATA")) {
          for (Metric metric : metrics(message)) {
            long alias = metric.alias().orElseThrow();
            if (!metric.historical() && alias != DeviceMetric.LINK_AGE.alias()) {
              assertThat(metric.value()).isNotEqualTo(last.get(alias));
              last.put(alias, metric.value());
            }
          }
        }
      }
    });
  }

  @Test
  void valuesOfNowStandInTheOrderOfTheirTimes() {
    onEvery(
        "DDATA",
        data ->
            assertThat(metrics(data).stream().filter(m -> !m.historical()).map(Metric::atMs))
                .isSorted());
  }

  // Commands

  @Test
  void itSubscribesToItsCommandsWithQos1BeforeItIsBorn() {
    onEveryConnection(connection -> {
      assertThat(connection.steps().get(1))
          .isEqualTo(new DryEdge.Step.Subscribed("spBv1.0/CLINIC/NCMD/pi", 1));
      assertThat(connection.steps().get(2))
          .isEqualTo(new DryEdge.Step.Subscribed("spBv1.0/CLINIC/DCMD/pi/+", 1));
    });
  }

  @Test
  void afterARebirthIsAskedForNoDataComesBeforeTheBirthAndTheBirthIsWhole() {
    int[] asked = {0};
    onEveryConnection(connection -> {
      boolean waits = false;
      boolean born = false;
      for (DryEdge.Step step : connection.steps()) {
        if (step instanceof DryEdge.Step.HeardRebirth && born) {
          waits = true;
          asked[0]++;
        } else if (step instanceof DryEdge.Step.Published message) {
          if (message.kind().equals("NBIRTH")) {
            waits = false;
            born = true;
          }
          assertThat(waits && message.kind().equals("DDATA")).isFalse();
        }
      }
    });
    assertThat(asked[0]).isGreaterThan(100);
  }

  @Test
  void aStormOfRebirthsMakesFewBirthsAndTheLastOneIsHonoured() throws Exception {
    DryEdge edge = DryEdge.free(folder);
    edge.role.online(true);
    edge.connect();
    for (int i = 0; i < 1_000; i++) {
      edge.hearRebirth();
      edge.pass(1);
    }
    assertThat(edge.published("NBIRTH").size()).isBetween(2, 3);
    edge.pass(600);
    int births = edge.published("NBIRTH").size();
    edge.pass(5_000);
    assertThat(edge.published("NBIRTH")).hasSize(births);
  }

  // The end of a session

  @Test
  void anEndOnPurposeIsADeathAndThenAGoodbyeWithTheWill() {
    int[] ends = {0};
    onEveryConnection(connection -> {
      if (connection.steps().getLast() instanceof DryEdge.Step.SaidGoodbye goodbye) {
        assertThat(goodbye.withWill()).isTrue();
        if (!connection.published().isEmpty()) {
          assertThat(connection.published().getLast().kind()).isEqualTo("NDEATH");
          ends[0]++;
        }
      }
      List<String> kinds =
          connection.published().stream().map(DryEdge.Step.Published::kind).toList();
      assertThat(kinds.stream().filter("NDEATH"::equals).count()).isLessThanOrEqualTo(1);
    });
    assertThat(ends[0]).isGreaterThan(50);
  }

  // The primary host

  @Test
  void withAPrimaryHostItSubscribesToItsStateAndSaysNothingUntilThatIsOnline() {
    int[] waited = {0};
    for (Life life : Life.many()) {
      if (!life.waits()) {
        continue;
      }
      long newest = Long.MIN_VALUE;
      for (Life.Connection connection : life.connections()) {
        assertThat(connection.steps().get(3))
            .isEqualTo(new DryEdge.Step.Subscribed("spBv1.0/STATE/host", 1));
        boolean online = false;
        for (DryEdge.Step step : connection.steps()) {
          if (step instanceof DryEdge.Step.HeardHost state && state.atMs() >= newest) {
            newest = state.atMs();
            online = state.online();
          } else if (step instanceof DryEdge.Step.Published message) {
            assertThat(online || message.kind().equals("NDEATH"))
                .as("seed %d", life.seed())
                .isTrue();
            waited[0]++;
          }
        }
      }
    }
    assertThat(waited[0]).isGreaterThan(1_000);
  }

  @Test
  void whenThePrimaryHostGoesTheSessionEndsAtOnce() {
    int[] went = {0};
    for (Life life : Life.many()) {
      if (!life.waits()) {
        continue;
      }
      long newest = Long.MIN_VALUE;
      for (Life.Connection connection : life.connections()) {
        boolean born = false;
        List<DryEdge.Step> steps = connection.steps();
        for (int i = 0; i < steps.size(); i++) {
          if (steps.get(i) instanceof DryEdge.Step.Published message) {
            born |= message.kind().equals("NBIRTH");
          } else if (steps.get(i) instanceof DryEdge.Step.HeardHost state) {
            boolean counts = state.atMs() >= newest;
            newest = Math.max(newest, state.atMs());
            if (counts && born && !state.online()) {
              assertThat(((DryEdge.Step.Published) steps.get(i + 1)).kind()).isEqualTo("NDEATH");
              assertThat(steps.get(i + 2)).isInstanceOf(DryEdge.Step.SaidGoodbye.class);
              went[0]++;
            }
          }
        }
      }
    }
    assertThat(went[0]).isGreaterThan(20);
  }
}
