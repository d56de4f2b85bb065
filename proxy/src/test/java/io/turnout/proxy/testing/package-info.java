/**
 * What the integration tests need: peers, servers, a proxy under test, and a look at what is left.
 */
@NullMarked
package io.turnout.proxy.testing;

import org.jspecify.annotations.NullMarked;
