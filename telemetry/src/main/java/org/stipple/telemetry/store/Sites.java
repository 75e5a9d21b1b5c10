package org.stipple.telemetry.store;

import java.util.Map;

/**
 * The sites of a clinic by their groups.
 *
 * @param templates by group; a group without one has {@link SiteTemplate#USUAL_YEARS} and requires
 *     nothing
 */
public record Sites(Map<String, SiteTemplate> templates) {

  /** Keeps a copy. */
  public Sites {
    templates = Map.copyOf(templates);
  }

  /** No site was described. */
  public static Sites none() {
    return new Sites(Map.of());
  }

  /** The template for a device of that address, GROUP/NODE/DEVICE. */
  SiteTemplate of(String device) {
    String group = device.substring(0, device.indexOf('/'));
    SiteTemplate template = templates.get(group);
    return template == null ? SiteTemplate.usual(group) : template;
  }
}
