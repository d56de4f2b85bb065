/**
 * Plugins: what they provide, and how they are found.
 *
 * <pre>
 *   jar ──ServiceLoader──▶ Provider ──level, name──▶ Plugins ──newFactory──▶ MuxFactory, XprtFactory, ...
 * </pre>
 *
 * <p>Everything here happens once, at start, on one thread.
 */
@NullMarked
package io.turnout.spi;

import org.jspecify.annotations.NullMarked;
