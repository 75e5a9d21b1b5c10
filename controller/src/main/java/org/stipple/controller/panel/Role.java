package org.stipple.controller.panel;

import java.util.Locale;

/** Who works at the panel. */
enum Role {
  /** Treats clients. */
  PRACTITIONER,
  /** Looks after the machine; treats nobody. */
  TECHNICIAN;

  /** As it is written in requests and files. */
  String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The role of that label; an {@link IllegalArgumentException} names those there are. */
  static Role of(String label) {
    for (Role role : values()) {
      if (role.label().equals(label)) {
        return role;
      }
    }
    throw new IllegalArgumentException(
        "no role '" + label + "': allowed are practitioner, technician");
  }
}
