package io.turnout.xprt.handshake.proxy;

import static java.util.stream.Collectors.joining;

import io.turnout.core.address.Address;
import java.util.BitSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Tells of headers that have no room for all of their fields. The first one only, as what makes
 * them long is often the client's, who could fill the log.
 */
final class LeftOut {
  private final Consumer<String> log;
  private final AtomicBoolean told = new AtomicBoolean();

  /** For the headers of one server; told by any of the loops. */
  LeftOut(Consumer<String> log) {
    this.log = log;
  }

  /**
   * One was such a header.
   *
   * @param server for whom it was
   * @param types of the fields that are not in it
   */
  void tell(String server, @Nullable Address client, BitSet types) {
    if (told.compareAndSet(false, true)) {
      String left = types.stream().mapToObj("0x%02x"::formatted).collect(joining(", "));
      log.accept(
          ("server %s, client %s: no room in a PROXY header of %d bytes, or in the fields, for those"
                  + " of type %s, which are left out. Pass on or add less. Said once for this server")
              .formatted(server, client, VersionTwo.LONGEST, left));
    }
  }
}
