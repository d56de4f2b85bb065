/**
 * Servers and their states, balancing, queues.
 *
 * <p>A backend is shared by all loops. Its lock is held for a few steps over its servers once per
 * connection, never per byte and never while a stream is called. The life of a request for a
 * server, which belongs to one stream:
 *
 * <pre>
 *   idle ──assign──▶ ASSIGNED ────────────────────────────┐
 *    ▲  └──assign──▶ QUEUED ──another stream's release──▶ holds a slot ──release──▶ idle
 *    │                  │            (slotGranted)
 *    └─────release──────┘
 * </pre>
 *
 * <p>A slot that is given back goes to whoever has waited longest for it, without becoming free in
 * between, so newcomers cannot overtake. As leaving a queue and being granted a slot happen under
 * the same lock, {@code release} finds one or the other, and ends it.
 */
@NullMarked
package io.turnout.proxy.backend;

import org.jspecify.annotations.NullMarked;
