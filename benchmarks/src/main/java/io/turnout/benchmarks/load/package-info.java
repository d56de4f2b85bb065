/** What is driven through a proxy: requests, one long transfer, idle connections. */
@NullMarked
package io.turnout.benchmarks.load;

import org.jspecify.annotations.NullMarked;
