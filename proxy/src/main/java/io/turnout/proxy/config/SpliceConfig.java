package io.turnout.proxy.config;

/**
 * Which directions the kernel may forward. A stream has what its frontend or its backend asks for.
 *
 * @param auto {@code splice-auto}: decide by what the traffic looks like
 * @param request {@code splice-request}: from client to server
 * @param response {@code splice-response}: from server to client
 */
public record SpliceConfig(boolean auto, boolean request, boolean response) {}
