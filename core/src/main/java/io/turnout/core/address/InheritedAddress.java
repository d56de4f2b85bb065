package io.turnout.core.address;

/**
 * A listening socket that the parent process passed ({@code fd@N}): bound and listening already.
 *
 * @param descriptor its number in this process
 */
public record InheritedAddress(int descriptor) implements Address {}
