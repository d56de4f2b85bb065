package io.turnout.tck;

/** The kit's own dialogue keeps every rule. */
class ReferenceHandshakeKitTest extends BrokenHandshakeRun {}
