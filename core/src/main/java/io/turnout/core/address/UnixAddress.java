package io.turnout.core.address;

/**
 * A UNIX stream socket.
 *
 * @param path the file, or the name in the abstract namespace (without its leading NUL)
 * @param abstractNamespace true for {@code abns@}
 */
public record UnixAddress(String path, boolean abstractNamespace) implements Address {}
