package io.turnout.xprt.handshake.proxy;

import io.turnout.core.conn.Tlv;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntPredicate;

/**
 * What the headers of one server tell.
 *
 * @param version 1 or 2
 * @param facts which fields of version 2
 * @param constants fields that are the same in each header
 * @param passedOn which types of fields are passed on as they were received
 */
record SendPlan(int version, Set<Fact> facts, List<Tlv> constants, IntPredicate passedOn) {
  SendPlan {
    facts = facts.isEmpty() ? EnumSet.noneOf(Fact.class) : EnumSet.copyOf(facts);
    constants = List.copyOf(constants);
  }

  /** Whether it tells of TLS. */
  boolean tellsOfTls() {
    return facts.stream().anyMatch(Fact::isOfTls);
  }

  /** What a header may tell beside the addresses. */
  enum Fact {
    SSL("ssl", true),
    CERT_CN("cert-cn", true),
    SSL_CIPHER("ssl-cipher", true),
    CERT_SIG("cert-sig", true),
    CERT_KEY("cert-key", true),
    AUTHORITY("authority", false),
    CRC32C("crc32c", false),
    UNIQUE_ID("unique-id", false);

    private final String option;
    private final boolean ofTls;

    Fact(String option, boolean ofTls) {
      this.option = option;
      this.ofTls = ofTls;
    }

    /** The option that asks for it. */
    String option() {
      return option;
    }

    /** Whether it is a part of the field that tells of TLS. */
    boolean isOfTls() {
      return ofTls;
    }
  }
}
