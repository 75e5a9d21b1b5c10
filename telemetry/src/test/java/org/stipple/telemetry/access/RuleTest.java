package org.stipple.telemetry.access;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class RuleTest {

  @Test
  void aFilterCoversWhatItMatchesAndNoMore() {
    assertThat(Rule.covers("a/b", "a/b")).isTrue();
    assertThat(Rule.covers("a/+", "a/b")).isTrue();
    assertThat(Rule.covers("a/+", "a/+")).isTrue();
    assertThat(Rule.covers("a/#", "a/b/c")).isTrue();
    assertThat(Rule.covers("a/#", "a/#")).isTrue();
    assertThat(Rule.covers("a/#", "a/+/c")).isTrue();
    assertThat(Rule.covers("a/#", "a")).isTrue();
    assertThat(Rule.covers("a/b", "a/+")).isFalse();
    assertThat(Rule.covers("a/+", "a/#")).isFalse();
    assertThat(Rule.covers("a/+", "a")).isFalse();
    assertThat(Rule.covers("a/+", "a/b/c")).isFalse();
    assertThat(Rule.covers("a/b", "a/b/c")).isFalse();
    assertThat(Rule.covers("+/b", "$SYS/b")).isFalse();
    assertThat(Rule.covers("#", "$SYS/b")).isFalse();
    assertThat(Rule.covers("a/b", "A/b")).isFalse();
  }

  @Test
  void namesTellDevicesFromHosts() {
    assertThat(Peer.of("clinic/pi/chair")).contains(Peer.device("clinic/pi/chair"));
    assertThat(Peer.of("host/clinic")).contains(new Peer.Host("clinic"));
    assertThat(Peer.of("broker")).isEmpty();
    assertThat(Peer.of("a/b")).isEmpty();
    assertThat(Peer.of("a/b/c/d")).isEmpty();
    assertThat(Peer.of("a/+/c")).isEmpty();
    assertThat(Peer.of("")).isEmpty();
  }

  @Test
  void aClientIdIsItsOwners() {
    Peer device = Peer.device("clinic/pi/chair");
    assertThat(device.owns("clinic-pi")).isTrue();
    assertThat(device.owns("clinic-pi-record")).isTrue();
    assertThat(device.owns("clinic-pi-other")).isFalse();
    assertThat(device.owns("clinic-pi2")).isFalse();
    assertThat(new Peer.Host("clinic").owns("clinic-ingest-7")).isTrue();
    assertThat(new Peer.Host("clinic").owns("clinic-pi")).isFalse();
  }

  @Test
  void aSharedSubscriptionIsJudgedByWhatItHears() {
    Peer host = new Peer.Host("clinic");
    assertThat(Rule.allows(host, Rule.Act.READ, "$share/ingest/stipple/1/+/+/+/record")).isTrue();
    Peer device = Peer.device("clinic/pi/chair");
    assertThat(Rule.allows(device, Rule.Act.READ, "$share/ingest/stipple/1/+/+/+/record"))
        .isFalse();
    assertThat(Rule.allows(device, Rule.Act.READ, "$share/")).isFalse();
  }
}
