/** Where sockets are: compact values, as each connection has one or two. */
@NullMarked
package io.turnout.core.address;

import org.jspecify.annotations.NullMarked;
