/**
 * Makes the cache that shortens the start, by a short life of the real program under the options
 * that the launcher gives it. Runs in a process of its own, on the main thread.
 */
@NullMarked
package io.turnout.distribution.training;

import org.jspecify.annotations.NullMarked;
