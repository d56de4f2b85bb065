/**
 * Reads files section by section into drafts, checks them against each other, and makes records.
 */
@NullMarked
package io.turnout.proxy.config.internal;

import org.jspecify.annotations.NullMarked;
