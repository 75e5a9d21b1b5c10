package org.stipple.telemetry.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stipple.telemetry.access.Peer;
import org.stipple.telemetry.authority.Admission;
import org.stipple.telemetry.authority.Authority;
import org.stipple.telemetry.authority.TrustFolder;
import org.stipple.telemetry.record.SigningKey;
import org.stipple.telemetry.store.Database;
import org.stipple.telemetry.store.Devices;
import org.stipple.telemetry.trust.Pem;
import org.stipple.telemetry.trust.TlsFiles;

final class TrustVerbsTest {
  private static final String BROKER = "ssl://clinic.test:8883";

  @TempDir private Path folder;
  private Path data;
  private Path device;

  @BeforeEach
  void makeDevice() throws Exception {
    data = folder.resolve("data");
    device = folder.resolve("device");
    SigningKey.in(device);
  }

  private int run(String... arguments) throws Exception {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--data", data.toString()));
    String[] words = all.toArray(String[]::new);
    return ClinicCommand.commandLine(words)
        .setOut(new PrintWriter(new StringWriter()))
        .setErr(new PrintWriter(new StringWriter()))
        .execute(words);
  }

  private int enrol(String verb, Path key, Path to) throws Exception {
    return run(verb, "a/b/c", "--key", key.toString(), "--to", to.toString(), "--broker", BROKER);
  }

  private String audit() throws Exception {
    return Files.readString(data.resolve("audit.log"));
  }

  private String known() throws Exception {
    try (Database database = Database.sqlite(data.resolve("clinic.db"))) {
      return new Devices(database, InstantSource.system()).all().getFirst().key();
    }
  }

  @Test
  void anEnrolmentIsCertificateAndRecordKeyInOneAndItsFilesMakeTls() throws Exception {
    Path to = folder.resolve("to");
    assertThat(enrol("enrol", device.resolve("device.pub"), to)).isZero();
    SigningKey key = SigningKey.in(device);
    X509Certificate certificate = Pem.certificates(to.resolve("device.crt")).getFirst();
    assertThat(certificate.getPublicKey()).isEqualTo(key.publicKey());
    assertThat(known()).isEqualTo(key.publicText());
    assertThat(Files.readString(to.resolve("mqtt.toml"))).contains(BROKER, "device = \"c\"");
    assertThat(SigningKey.readPublic(to.resolve("clinic.pub")))
        .isEqualTo(SigningKey.in(data, "clinic").publicKey());
    TlsFiles.of(to.resolve("authority.crt"), to.resolve("device.crt"), device.resolve("device.key"))
        .context();
    assertThat(new Admission(TrustFolder.in(data)).of(certificate).peer())
        .contains(Peer.device("a/b/c"));
    assertThat(audit()).contains("\"what\":\"enrol\"", "enrolled: a/b/c");
  }

  @Test
  void withoutAKeyOneIsMadeForTheDevice() throws Exception {
    Path to = folder.resolve("to");
    assertThat(run("enrol", "a/b/c", "--to", to.toString(), "--broker", BROKER)).isZero();
    assertThat(SigningKey.existing(to).orElseThrow().publicText()).isEqualTo(known());
  }

  @Test
  void anotherKeyNeedsASwapAndTheOldCertificateIsRevokedByIt() throws Exception {
    Path to = folder.resolve("to");
    assertThat(enrol("enrol", device.resolve("device.pub"), to)).isZero();
    X509Certificate old = Pem.certificates(to.resolve("device.crt")).getFirst();
    Path other = folder.resolve("other");
    SigningKey.in(other);
    assertThat(enrol("enrol", other.resolve("device.pub"), folder.resolve("to2"))).isEqualTo(1);
    assertThat(audit()).contains("is enrolled with another key");
    assertThat(enrol("swap", other.resolve("device.pub"), folder.resolve("to3"))).isZero();
    assertThat(known()).isEqualTo(SigningKey.in(other).publicText());
    assertThat(new Admission(TrustFolder.in(data)).of(old).why())
        .isEqualTo("the certificate is revoked");
  }

  @Test
  void aDeviceThatIsNotThereCannotBeSwappedOrRevoked() throws Exception {
    assertThat(enrol("swap", device.resolve("device.pub"), folder.resolve("to"))).isEqualTo(1);
    assertThat(run("revoke", "a/b/c")).isEqualTo(1);
  }

  @Test
  void revokingTakesCertificateAndRecordsAndRenewingDoesNot() throws Exception {
    Path to = folder.resolve("to");
    assertThat(enrol("enrol", device.resolve("device.pub"), to)).isZero();
    assertThat(enrol("enrol", device.resolve("device.pub"), to)).isZero();
    X509Certificate certificate = Pem.certificates(to.resolve("device.crt")).getFirst();
    Admission admission = new Admission(TrustFolder.in(data));
    assertThat(admission.of(certificate).peer()).isPresent();
    assertThat(run("revoke", "a/b/c")).isZero();
    assertThat(admission.refresh()).isTrue();
    assertThat(admission.of(certificate).peer()).isEmpty();
    assertThat(audit()).contains("revoked: a/b/c, 2 certificates");
    assertThat(run("devices")).isZero();
  }

  @Test
  void aRequestIsAsGoodAsAKeyAndARubbishOneIsRefused() throws Exception {
    Path to = folder.resolve("to");
    Path csr = folder.resolve("device.csr");
    Process openssl =
        new ProcessBuilder(
                "openssl",
                "req",
                "-new",
                "-key",
                device.resolve("device.key").toString(),
                "-subj",
                "/CN=whatever",
                "-out",
                csr.toString())
            .inheritIO()
            .start();
    assertThat(openssl.waitFor()).isZero();
    assertThat(
            run(
                "enrol",
                "a/b/c",
                "--csr",
                csr.toString(),
                "--to",
                to.toString(),
                "--broker",
                BROKER))
        .isZero();
    assertThat(known()).isEqualTo(SigningKey.in(device).publicText());
    Path rubbish = Files.writeString(folder.resolve("x.csr"), "rubbish");
    assertThat(run("enrol", "a/b/d", "--csr", rubbish.toString(), "--to", to.toString()))
        .isEqualTo(1);
    assertThat(audit()).contains("is no request for a certificate");
  }

  @Test
  void aCertificateOfAnAuthorityOfOnesOwnIsTakenIfItIsOneOfItsAndOfThatName() throws Exception {
    Path elsewhere = folder.resolve("elsewhere");
    Authority own =
        Authority.in(TrustFolder.in(elsewhere), "my own authority", InstantSource.system());
    Path certificate = folder.resolve("mine.crt");
    Files.writeString(
        certificate,
        Pem.text(
            own.enrol(
                Peer.device("a/b/c"), SigningKey.in(device).publicKey(), Authority.DEVICE_LIFE)));
    TrustFolder trust = TrustFolder.in(data);
    Files.createDirectories(trust.folder());
    Files.copy(own.trust().authorityCertificate(), trust.authorityCertificate());
    String to = folder.resolve("to").toString();
    assertThat(enrol("enrol", device.resolve("device.pub"), Path.of(to))).isEqualTo(1);
    assertThat(audit()).contains("it is another authority's");
    assertThat(
            run(
                "enrol",
                "a/b/x",
                "--certificate",
                certificate.toString(),
                "--to",
                to,
                "--broker",
                BROKER))
        .isEqualTo(1);
    assertThat(
            run(
                "enrol",
                "a/b/c",
                "--certificate",
                certificate.toString(),
                "--to",
                to,
                "--broker",
                BROKER))
        .isZero();
    assertThat(new Admission(trust).of(Pem.certificates(certificate).getFirst()).peer())
        .isPresent();
  }

  @Test
  void keysThatOthersCanReadAreRefusedWithWhatToType() throws Exception {
    Path to = folder.resolve("to");
    assertThat(enrol("enrol", device.resolve("device.pub"), to)).isZero();
    Path key = data.resolve("trust").resolve("authority.key");
    assertThat(Files.getPosixFilePermissions(key))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r--r--"));
    assertThat(enrol("enrol", device.resolve("device.pub"), to)).isEqualTo(1);
    assertThat(audit()).contains("chmod 600 " + key);
    StringWriter err = new StringWriter();
    String[] words = {"--data", data.toString(), "--port", "0", "--mqtt-port", "0"};
    assertThat(ClinicCommand.commandLine(words).setErr(new PrintWriter(err)).execute(words))
        .isEqualTo(1);
    assertThat(err.toString()).contains("chmod 600 " + key);
  }

  @Test
  void mosquittosFilesNameEachPeerAndNobodyElse() throws Exception {
    assertThat(enrol("enrol", device.resolve("device.pub"), folder.resolve("to"))).isZero();
    Path files = folder.resolve("mosquitto");
    assertThat(run("acl", "--mosquitto", files.toString())).isZero();
    String list = Files.readString(files.resolve("acl"));
    assertThat(list)
        .contains(
            "user a/b/c\n",
            "topic write spBv1.0/a/DDATA/b/c\n",
            "topic read stipple/1/a/b/c/receipt\n",
            "user host/stipple-clinic\n");
    assertThat(run("revoke", "a/b/c")).isZero();
    assertThat(run("acl", "--mosquitto", files.toString())).isZero();
    assertThat(Files.readString(files.resolve("acl"))).doesNotContain("user a/b/c");
    assertThat(Files.readString(files.resolve("stipple.conf"))).contains("listener 8883");
  }

  @Test
  void twoDevicesWhoseClientsWouldHaveOneNameAreRefused() throws Exception {
    TrustFolder trust = TrustFolder.in(data);
    Authority authority = Authority.in(trust, "x", InstantSource.system());
    authority.equip(URI.create(BROKER), new Peer.Host("clinic"));
    authority.enrol(
        Peer.device("a-b/c/d"), SigningKey.in(device).publicKey(), Authority.DEVICE_LIFE);
    assertThat(run("enrol", "a/b-c/d", "--to", folder.resolve("to").toString(), "--broker", BROKER))
        .isEqualTo(1);
    assertThat(audit()).contains("would be one of a-b/c/d");
  }

  @Test
  void whereDevicesFindTheBrokerIsNotTakenFromTheServersOwnSettings() throws Exception {
    Path settings =
        Files.writeString(
            folder.resolve("clinic.toml"), "[broker]\nurl = 'tcp://127.0.0.1:1883'\n");
    Path key = device.resolve("device.pub");
    Path to = folder.resolve("to");
    assertThat(enrol("enrol", key, to)).isZero();
    String again = folder.resolve("again").toString();
    assertThat(
            run("enrol", "a/b/c", "--key", key.toString(), "--to", again, "--settings=" + settings))
        .isZero();
    assertThat(TrustFolder.in(data).brokerUri()).contains(URI.create(BROKER));
  }

  @Test
  void aCertificateOfAnAuthorityThatIsNotHereMakesNoneOfOurOwn() throws Exception {
    Path to = folder.resolve("to");
    assertThat(enrol("enrol", device.resolve("device.pub"), to)).isZero();
    Path foreign = to.resolve("device.crt");
    data = folder.resolve("another");
    assertThat(run("enrol", "a/b/c", "--certificate", foreign.toString(), "--broker", BROKER))
        .isEqualTo(1);
    assertThat(audit()).contains("put that authority's own into");
    assertThat(TrustFolder.in(data).isThere()).isFalse();
  }
}
