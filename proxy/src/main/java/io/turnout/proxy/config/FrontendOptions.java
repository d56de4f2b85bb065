package io.turnout.proxy.config;

/**
 * The {@code option} switches of a frontend.
 *
 * @param keepAlive {@code tcpka} or {@code clitcpka}: TCP keep-alive towards clients
 * @param smartAccept {@code tcp-smart-accept}
 * @param noLinger the option nolinger: close with a reset
 * @param splice the {@code splice-*} options
 */
public record FrontendOptions(
    boolean keepAlive, boolean smartAccept, boolean noLinger, SpliceConfig splice) {}
