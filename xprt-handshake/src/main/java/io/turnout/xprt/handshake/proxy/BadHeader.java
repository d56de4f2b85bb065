package io.turnout.xprt.handshake.proxy;

import io.turnout.core.conn.ConnError;

/**
 * What came is no header that can be used.
 *
 * @param error which kind of fault
 * @param detail what is wrong with it
 */
record BadHeader(ConnError error, String detail) implements HeaderRead {}
