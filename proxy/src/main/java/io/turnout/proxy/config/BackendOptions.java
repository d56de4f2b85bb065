package io.turnout.proxy.config;

/**
 * The {@code option} switches of a backend.
 *
 * @param keepAlive {@code tcpka} or {@code srvtcpka}: TCP keep-alive towards servers
 * @param smartConnect {@code tcp-smart-connect}
 * @param noLinger the option nolinger: close with a reset
 * @param abortOnClose the option abortonclose: give up waiting streams whose client left
 * @param allBackups the option allbackups: share load among all backup servers, not only the first
 * @param splice the {@code splice-*} options
 */
public record BackendOptions(
    boolean keepAlive,
    boolean smartConnect,
    boolean noLinger,
    boolean abortOnClose,
    boolean allBackups,
    SpliceConfig splice) {}
