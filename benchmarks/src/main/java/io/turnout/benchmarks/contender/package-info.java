/** The programs that are compared, the origin behind them, and what they cost while they run. */
@NullMarked
package io.turnout.benchmarks.contender;

import org.jspecify.annotations.NullMarked;
