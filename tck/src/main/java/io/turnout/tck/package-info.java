/**
 * The conformance kits: what a mux or a transport must keep to, as tests that its author extends.
 *
 * <pre>
 *   class MyMuxKitTest extends MuxKit {
 *     protected MuxProvider provider() { return new MyMuxProvider(); }
 *   }
 * </pre>
 *
 * <p>Each test is named after the {@link io.turnout.tck.Rule} that it checks and runs the plugin on
 * a simulated network ({@link io.turnout.tck.sim}) in one thread and in virtual time, once for each
 * of many seeds. A seed decides everything that chance decides, so {@code -Dturnout.seed} repeats a
 * failure exactly. {@link io.turnout.tck.RuleViolation} tells how to read one.
 *
 * <p>Everything here is used by one thread.
 */
@NullMarked
package io.turnout.tck;

import org.jspecify.annotations.NullMarked;
