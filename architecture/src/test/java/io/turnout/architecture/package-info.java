/** The layout's rules, as tests over the compiled modules and their sources. */
@NullMarked
package io.turnout.architecture;

import org.jspecify.annotations.NullMarked;
