/**
 * The plain transport. One object per connection, on its loop; it has no state of its own, as
 * readiness is the control layer's.
 */
@NullMarked
package io.turnout.xprt.raw;

import org.jspecify.annotations.NullMarked;
