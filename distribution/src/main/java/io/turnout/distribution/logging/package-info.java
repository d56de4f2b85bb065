/** Where the program's own log lines go. Any thread may log. */
@NullMarked
package io.turnout.distribution.logging;

import org.jspecify.annotations.NullMarked;
