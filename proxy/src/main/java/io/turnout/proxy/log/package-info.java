/**
 * Access logs and process messages in HAProxy's formats.
 *
 * <pre>
 *   LogRecord ──▶ AccessLogger ──▶ LogFormat ──▶ LogLine ──▶ LogOutput ──▶ LogTarget ──▶ sender
 *   what was      whether, level   the text      bytes       all targets   header, cut   fd, UDP
 * </pre>
 *
 * <p>Life cycle: {@link LogFormat#compile} and {@link LogTargets#open} at start, one {@link
 * LogLine} and one {@link LogRecord} for each event loop, then {@link AccessLogger} from any loop
 * with the loop's own two objects; {@link LogTargets#close} at the end. Formats, loggers and
 * outputs are shared by all loops; lines and records are not. No call waits for a target: a line
 * that cannot be taken at once is dropped and counted.
 */
@NullMarked
package io.turnout.proxy.log;

import org.jspecify.annotations.NullMarked;
