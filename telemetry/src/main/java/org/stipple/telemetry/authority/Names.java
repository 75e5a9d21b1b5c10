package org.stipple.telemetry.authority;

import java.security.cert.X509Certificate;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;

/** How a certificate is called. */
final class Names {

  private Names() {}

  /** Its common name; empty where it has none. */
  static String commonName(X509Certificate certificate) {
    try {
      for (Rdn part : new LdapName(certificate.getSubjectX500Principal().getName()).getRdns()) {
        if (part.getType().equalsIgnoreCase("CN")) {
          return String.valueOf(part.getValue());
        }
      }
      return "";
    } catch (InvalidNameException _) {
      return "";
    }
  }

  /** Its serial number, in hexadecimal. */
  static String serial(X509Certificate certificate) {
    return certificate.getSerialNumber().toString(16);
  }
}
