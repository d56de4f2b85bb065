package io.turnout.benchmarks.contender;

import java.util.ArrayList;
import java.util.List;

/** Which cores run what: the proxy on the first, everything else on the others; or as it comes. */
public record Cores(boolean pinned, int count) {
  public List<String> forProxy(List<String> command) {
    return pinned ? on("0", command) : command;
  }

  public List<String> forLoad(List<String> command) {
    return pinned ? on("1-" + (count - 1), command) : command;
  }

  private static List<String> on(String cores, List<String> command) {
    List<String> all = new ArrayList<>(List.of(Programs.find("taskset"), "-c", cores));
    all.addAll(command);
    return all;
  }
}
