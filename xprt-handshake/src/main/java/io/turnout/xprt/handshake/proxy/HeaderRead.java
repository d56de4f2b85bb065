package io.turnout.xprt.handshake.proxy;

/** What reading a header gives. */
sealed interface HeaderRead permits ProxyHeader, BadHeader {}
