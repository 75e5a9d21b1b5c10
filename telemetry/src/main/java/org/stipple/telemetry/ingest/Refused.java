package org.stipple.telemetry.ingest;

/**
 * One message that was not believed, kept aside to be looked at.
 *
 * @param atMs when it came, by our clock, ms since 1970 UTC
 * @param topic where it came on, cut
 * @param why the reason
 * @param words the reason in words
 * @param bytes its size
 * @param beginning its first bytes, in hexadecimal digits
 */
public record Refused(
    long atMs, String topic, Refusal why, String words, int bytes, String beginning) {}
