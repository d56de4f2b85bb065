package io.turnout.proxy.config;

import org.jspecify.annotations.Nullable;

/**
 * Something to tell the author of a configuration.
 *
 * @param severity how bad it is
 * @param code its stable id
 * @param position where it is, null if it concerns the configuration as a whole
 * @param message what was got, what is allowed, what to do; may have several lines
 */
public record Problem(
    Severity severity, ConfigErrorCode code, @Nullable SourcePosition position, String message) {}
