package io.turnout.proxy.config.internal.rule;

import io.turnout.proxy.config.rule.FetchConfig;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * A sample's name.
 *
 * @param name as written
 * @param arguments what stands in its parentheses, for people; empty if there are none
 * @param count how many arguments it takes
 * @param type what it gives
 * @param points where it may be used
 * @param waits whether more bytes, or time, may change it
 * @param maker makes its record of the arguments
 */
record FetchKeyword(
    String name,
    String arguments,
    int count,
    SampleType type,
    Set<RulePoint> points,
    boolean waits,
    Function<List<String>, FetchConfig> maker) {

  /** As it is to be written. */
  String usage() {
    return count == 0 ? name : name + "(" + arguments + ")";
  }
}
