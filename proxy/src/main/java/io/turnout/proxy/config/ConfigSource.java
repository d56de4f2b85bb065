package io.turnout.proxy.config;

/**
 * The text of one configuration file.
 *
 * @param name how problems call it, and what {@code $.FILE} gives
 * @param text its content; the last line must end with a line feed
 */
public record ConfigSource(String name, String text) {}
