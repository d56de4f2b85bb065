/**
 * From the text of a file to the words of its lines: quotes, escapes, variables, conditions, and
 * the small values (times, sizes, addresses) that words hold.
 */
@NullMarked
package io.turnout.proxy.config.internal.text;

import org.jspecify.annotations.NullMarked;
