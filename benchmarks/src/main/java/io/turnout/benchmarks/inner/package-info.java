/** JMH benchmarks of inner loops; {@code benchmarks/run jmh} runs them. */
@NullMarked
package io.turnout.benchmarks.inner;

import org.jspecify.annotations.NullMarked;
