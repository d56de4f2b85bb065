package io.turnout.proxy.config;

import io.turnout.core.address.Address;
import org.jspecify.annotations.Nullable;

/**
 * One {@code server} line.
 *
 * @param name unique in its backend
 * @param id unique in its backend
 * @param position of the line
 * @param address where it is; see the two flags
 * @param addressFromClient true for {@code *} and {@code 0.0.0.0}: connect to the address to which
 *     the client connected
 * @param portFromClient true if no port was given: connect to the port to which the client
 *     connected, plus {@code portOffset}
 * @param portOffset from {@code addr:+N} or {@code addr:-N}; else 0
 * @param weight 0..256; 0 takes no new connections
 * @param maxConnections {@code maxconn}; 0 is no limit
 * @param backup true if it is used only when no other server is up
 * @param disabled true if it starts in maintenance
 * @param transport what is spoken first, and TLS
 * @param proto the {@code proto} keyword: the name of a mux, or null for the default
 */
public record ServerConfig(
    String name,
    int id,
    SourcePosition position,
    Address address,
    boolean addressFromClient,
    boolean portFromClient,
    int portOffset,
    int weight,
    int maxConnections,
    boolean backup,
    boolean disabled,
    TransportConfig transport,
    @Nullable String proto) {}
