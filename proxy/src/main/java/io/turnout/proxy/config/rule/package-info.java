/** What rules on content say, as records: conditions, samples, matches, actions. */
@NullMarked
package io.turnout.proxy.config.rule;

import org.jspecify.annotations.NullMarked;
