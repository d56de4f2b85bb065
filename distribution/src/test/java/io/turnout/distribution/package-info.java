/** Tests of the program; those whose names end in IT start the image's launcher. */
@NullMarked
package io.turnout.distribution;

import org.jspecify.annotations.NullMarked;
