package io.turnout.proxy.config.internal.keyword;

import io.turnout.proxy.config.internal.text.AddressParser;
import io.turnout.proxy.config.internal.text.Environment;
import io.turnout.proxy.config.internal.text.Problems;

/** What handlers may use. */
public record ReadScope(Environment environment, AddressParser addresses, Problems problems) {}
