/** Side-by-side runs of Turnout and the proxies that it is measured against. */
@NullMarked
package io.turnout.benchmarks;

import org.jspecify.annotations.NullMarked;
