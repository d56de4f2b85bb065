package io.turnout.proxy.config;

import io.turnout.core.address.Address;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What lies between the socket and the mux of a {@code bind} or {@code server} line.
 *
 * @param via where a server's socket is connected to in place of the server, which a dialogue then
 *     reaches ({@code socks4}, {@code socks5}); or null
 * @param dialogues what is spoken first, in this order
 * @param tls the protection that follows, or null for none
 * @param later whether it follows only when a rule says so ({@code starttls rule})
 * @param name our name in dialogues that turn to TLS ({@code starttls-name}), or null
 */
public record TransportConfig(
    @Nullable Address via,
    List<DialogueConfig> dialogues,
    @Nullable TlsConfig tls,
    boolean later,
    @Nullable String name) {
  /** Nothing. */
  public static final TransportConfig PLAIN =
      new TransportConfig(null, List.of(), null, false, null);

  /** Copies the list. */
  public TransportConfig {
    dialogues = List.copyOf(dialogues);
  }

  /** The same with other dialogues. */
  public TransportConfig withDialogues(List<DialogueConfig> others) {
    return new TransportConfig(via, others, tls, later, name);
  }
}
