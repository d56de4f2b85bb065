/**
 * {@code proto none}: the pass-through mux under a name that says "nothing else, ever". It is
 * mux-pt's code; the one difference is that its connections cannot be swapped to another mux.
 */
@NullMarked
package io.turnout.mux.none;

import org.jspecify.annotations.NullMarked;
