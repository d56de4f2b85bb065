package io.turnout.proxy.config;

/**
 * Sizes and switches of the engine.
 *
 * @param bufferBytes {@code tune.bufsize}, a multiple of 16
 * @param pipeBytes {@code tune.pipesize}; 0 is the system's default
 * @param maxPipes the keyword maxpipes; 0 is a quarter of the process's connections
 * @param maxAccept {@code tune.maxaccept}: connections taken in a row; -1 is no limit
 * @param epoll false with {@code noepoll}
 * @param poll false with {@code nopoll}
 * @param splice false with the keyword nosplice
 */
public record TuningConfig(
    int bufferBytes,
    int pipeBytes,
    int maxPipes,
    int maxAccept,
    boolean epoll,
    boolean poll,
    boolean splice) {}
