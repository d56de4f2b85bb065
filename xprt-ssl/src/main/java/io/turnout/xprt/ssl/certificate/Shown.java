package io.turnout.xprt.ssl.certificate;

import java.util.List;
import java.util.Set;

/**
 * An identity with what its line of the configuration says.
 *
 * @param alias by which engines call it
 * @param identity what is shown
 * @param names for whom, in lower case, with wildcards
 * @param except for whom not, though a wildcard says so
 * @param place the line of its list, for messages; "" if it stands in none
 * @param options of that line
 */
public record Shown(
    String alias,
    Identity identity,
    Set<String> names,
    Set<String> except,
    String place,
    List<String> options) {}
