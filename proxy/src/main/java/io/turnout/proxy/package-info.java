/**
 * The proxy for those who embed it: a configuration in, a running proxy out.
 *
 * <pre>
 *   Proxy.of(config, parts) ──start──▶ running ──softStop──▶ draining ──last connection──▶ ended
 *                                         └──────────────────stop────────────────────────▶ ended
 * </pre>
 *
 * <p>No static state: several proxies run in one JVM beside each other. Every method may be called
 * on any thread.
 */
@NullMarked
package io.turnout.proxy;

import org.jspecify.annotations.NullMarked;
