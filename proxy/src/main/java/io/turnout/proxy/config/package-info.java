/**
 * The configuration language: text in, records and problems out. Nothing here runs.
 *
 * <p>Everything happens on the calling thread, before anything is bound. The way of a file:
 *
 * <pre>
 * files ──▶ lines ──▶ directives (.if ...) ──▶ words ──▶ sections ──▶ keywords ──▶ drafts
 *                                                                                    │
 *                            ParseResult ◀── records ◀── checks across sections ◀────┘
 * </pre>
 *
 * <p>Every problem of every file is collected; a configuration comes back only when none of them is
 * an error.
 */
@NullMarked
package io.turnout.proxy.config;

import org.jspecify.annotations.NullMarked;
