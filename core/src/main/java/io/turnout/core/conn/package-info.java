/**
 * Connections and the contracts of their layers.
 *
 * <pre>
 *   owner   stream, check
 *             │ ConnStream ──▶ StreamEndpoint
 *   mux     MuxOps
 *             │
 *   xprt    XprtOps over XprtOps ...
 *             │
 *   ctl     CtlOps
 * </pre>
 *
 * <p>Bytes are pulled from above: try, and on no progress subscribe. Below, readiness wakes whoever
 * subscribed; if nobody did, the mux hears of changes by {@link io.turnout.core.conn.MuxOps#wake}.
 * Everything about a connection runs on its loop's thread.
 */
@NullMarked
package io.turnout.core.conn;

import org.jspecify.annotations.NullMarked;
