package io.turnout.xprt.handshake.proxy;

import io.turnout.core.address.Address;
import io.turnout.core.conn.Tlv;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A header as it is understood.
 *
 * @param source who began the connection; null if the header does not tell
 * @param destination to where; null if the header does not tell
 * @param tlvs the fields beside the addresses, in their order
 */
record ProxyHeader(@Nullable Address source, @Nullable Address destination, List<Tlv> tlvs)
    implements HeaderRead {
  /** The peer speaks for itself, or for somebody of whom nothing is known. */
  static final ProxyHeader NOBODY = new ProxyHeader(null, null, List.of());

  ProxyHeader {
    tlvs = List.copyOf(tlvs);
  }
}
