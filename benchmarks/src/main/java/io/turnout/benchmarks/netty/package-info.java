/** What a user of Netty would write for the same work. */
@NullMarked
package io.turnout.benchmarks.netty;

import org.jspecify.annotations.NullMarked;
