package org.stipple.telemetry.upload;

import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.stipple.telemetry.record.RecordPart.Standing;
import org.stipple.telemetry.record.SigningKey;
import org.stipple.telemetry.session.SessionId;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a clinic has of a record, in its database and committed; signed, so that it stays proof of
 * it.
 *
 * @param device address of the device, GROUP/NODE/DEVICE
 * @param session whose record
 * @param has how far the clinic has it, without a gap
 * @param problem why it takes no more of it; empty = it does
 * @param at the clinic's time of day when it was written, not signed; empty in older ones
 * @param clinicKey public key of the clinic, as {@code SigningKey.publicText}
 * @param signature by that key
 */
public record Receipt(
    String device,
    SessionId session,
    Standing has,
    Optional<String> problem,
    Optional<Instant> at,
    String clinicKey,
    String signature) {

  private static final JsonMapper JSON = JsonMapper.shared();

  /** Signed by the clinic. */
  public static Receipt by(
      SigningKey clinic,
      String device,
      SessionId session,
      Standing has,
      Optional<String> problem,
      Instant at) {
    return new Receipt(
        device,
        session,
        has,
        problem,
        Optional.of(at),
        clinic.publicText(),
        clinic.sign(signed(device, session, has)));
  }

  private static String signed(String device, SessionId session, Standing has) {
    return "stipple receipt %s %s bytes %d entries %d head %s closed %s"
        .formatted(device, session.value(), has.bytes(), has.entries(), has.head(), has.closed());
  }

  /** Whether its signature is that key's. */
  public boolean isBy(PublicKey clinic) {
    return SigningKey.verifies(clinic, signed(device, session, has), signature);
  }

  /** As a message. */
  public byte[] encode() {
    ObjectNode node =
        JSON.createObjectNode()
            .put("device", device)
            .put("session", session.value())
            .put("bytes", has.bytes())
            .put("entries", has.entries())
            .put("head", has.head())
            .put("closed", has.closed());
    problem.ifPresent(why -> node.put("problem", why));
    at.ifPresent(when -> node.put("at", when.toString()));
    node.put("clinic", clinicKey).put("signature", signature);
    return (JSON.writeValueAsString(node) + "\n").getBytes(StandardCharsets.UTF_8);
  }

  /**
   * Reads a message.
   *
   * @throws IllegalArgumentException where it is no receipt
   */
  public static Receipt decode(byte[] message) {
    try {
      JsonNode node = JSON.readTree(new String(message, StandardCharsets.UTF_8));
      @Nullable JsonNode problem = node.get("problem");
      @Nullable JsonNode at = node.get("at");
      return new Receipt(
          node.required("device").asString(),
          new SessionId(node.required("session").asString()),
          new Standing(
              node.required("bytes").longValue(),
              node.required("entries").longValue(),
              node.required("head").asString(),
              node.required("closed").booleanValue()),
          Optional.ofNullable(problem).map(JsonNode::asString),
          Optional.ofNullable(at).map(when -> Instant.parse(when.asString())),
          node.required("clinic").asString(),
          node.required("signature").asString());
    } catch (JacksonException | DateTimeException e) {
      throw new IllegalArgumentException("no receipt: " + e.getMessage(), e);
    }
  }
}
