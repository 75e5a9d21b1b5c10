package org.stipple.controller.panel;

import java.nio.file.Path;

/**
 * Where others than this host find the panel, by TLS.
 *
 * @param host address or name of this computer, without port
 * @param port 0 = any free one
 * @param certificate a file (PEM): the panel's own, then those of the authorities between, if any
 * @param key its private key, readable by its owner only
 */
public record SecurePlace(String host, int port, Path certificate, Path key) {}
