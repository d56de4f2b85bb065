package io.turnout.benchmarks.bare;

/** The bare loop as a process of its own. */
public final class BareProxy {
  private BareProxy() {}

  /**
   * Runs for ever.
   *
   * @param args the origin's port, the port without splice, the port with splice
   */
  public static void main(String[] args) {
    BareLoop loop = new BareLoop(Integer.parseInt(args[0]));
    loop.listen(Integer.parseInt(args[1]), false);
    loop.listen(Integer.parseInt(args[2]), true);
    loop.run();
  }
}
