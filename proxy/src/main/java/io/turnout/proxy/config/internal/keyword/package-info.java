/**
 * From words to drafts. A {@link io.turnout.proxy.config.internal.keyword.KeywordTable} maps names
 * to handlers, one table for each place where names stand (a section, {@code option}, {@code
 * timeout}, the options of {@code bind} and {@code server}). A new keyword is one more
 * registration.
 */
@NullMarked
package io.turnout.proxy.config.internal.keyword;

import org.jspecify.annotations.NullMarked;
