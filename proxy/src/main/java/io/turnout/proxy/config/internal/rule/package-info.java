/** Reads ACLs, conditions and samples. Knows words, and nothing of sections and keywords. */
@NullMarked
package io.turnout.proxy.config.internal.rule;

import org.jspecify.annotations.NullMarked;
