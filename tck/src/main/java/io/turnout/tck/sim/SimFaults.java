package io.turnout.tck.sim;

import java.util.SplittableRandom;

/**
 * How bad the network is. Shares are of a thousand, sizes in bytes.
 *
 * @param shortRead reads that give less than is there
 * @param shortWrite writes that take less than would fit
 * @param blocked attempts that find nothing (EAGAIN) though the socket was reported ready
 * @param spurious waits in which one socket is reported without a reason
 * @param heldBack reports that come a wait later
 * @param reset segments in whose place both sides get a reset
 * @param refused connects that are refused
 * @param unreachable connects that find no route
 * @param lost connects of which nothing is heard until the system gives up
 * @param noPorts connects for which there is no local port
 * @param unwatchable sockets that the poller cannot take
 * @param latencyNanos what a segment takes at most
 * @param segmentBytes what a segment holds at most
 * @param receiveBytes a socket's receive buffer
 * @param sendBytes a socket's send buffer
 * @param descriptors how many the process may have
 * @param pipes how many of these may be opened
 * @param pipeBytes what a pipe holds
 */
public record SimFaults(
    int shortRead,
    int shortWrite,
    int blocked,
    int spurious,
    int heldBack,
    int reset,
    int refused,
    int unreachable,
    int lost,
    int noPorts,
    int unwatchable,
    long latencyNanos,
    int segmentBytes,
    int receiveBytes,
    int sendBytes,
    int descriptors,
    int pipes,
    int pipeBytes) {
  private static final int ALWAYS = 1000;
  private static final int PLENTY = 1_000_000;

  /** A network that works. */
  public static final SimFaults NONE =
      new SimFaults(
          0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 100_000, 1460, 65536, 65536, PLENTY, PLENTY, 65536);

  /** Refuses a network in which nothing ever moves. */
  public SimFaults {
    if (Math.max(shortRead, Math.max(shortWrite, blocked)) >= ALWAYS || heldBack >= ALWAYS) {
      throw new IllegalArgumentException("a fault that always strikes lets nothing end");
    }
    if (segmentBytes < 1 || receiveBytes < 1 || sendBytes < 1 || pipeBytes < 1) {
      throw new IllegalArgumentException("sizes are 1 at least");
    }
  }

  /** Any network: each fault is absent as often as not. */
  public static SimFaults random(SplittableRandom random) {
    return new SimFaults(
        share(random, 500),
        share(random, 500),
        share(random, 300),
        share(random, 500),
        share(random, 700),
        random.nextInt(8) == 0 ? random.nextInt(20) : 0,
        random.nextInt(6) == 0 ? random.nextInt(500) : 0,
        random.nextInt(12) == 0 ? random.nextInt(300) : 0,
        random.nextInt(12) == 0 ? random.nextInt(300) : 0,
        random.nextInt(12) == 0 ? random.nextInt(300) : 0,
        random.nextInt(12) == 0 ? random.nextInt(300) : 0,
        size(random, 1, 50_000_000),
        (int) size(random, 1, 16_000),
        (int) size(random, 64, 200_000),
        (int) size(random, 64, 200_000),
        random.nextInt(6) == 0 ? 3 + random.nextInt(20) : PLENTY,
        random.nextInt(4) == 0 ? random.nextInt(4) : PLENTY,
        (int) size(random, 1, 100_000));
  }

  /** The same network, but every connection comes about and none is cut. */
  public SimFaults withoutFailures() {
    return withResets(0);
  }

  /** The same network, in which only resets make connections fail. */
  public SimFaults withResets(int perMille) {
    return new SimFaults(
        shortRead,
        shortWrite,
        blocked,
        spurious,
        heldBack,
        perMille,
        0,
        0,
        0,
        0,
        0,
        latencyNanos,
        segmentBytes,
        receiveBytes,
        sendBytes,
        PLENTY,
        pipes,
        pipeBytes);
  }

  /** How many bytes go through at most at once, by which the length of a transfer is chosen. */
  public int narrowestBytes() {
    return Math.min(Math.min(segmentBytes, pipeBytes), Math.min(receiveBytes, sendBytes));
  }

  /** Whether a connection attempt may fail by itself. */
  public boolean mayFailConnects() {
    return refused + unreachable + lost + noPorts + unwatchable > 0 || !hasDescriptors();
  }

  /** Whether the process never lacks descriptors. */
  public boolean hasDescriptors() {
    return descriptors >= PLENTY;
  }

  private static int share(SplittableRandom random, int most) {
    return random.nextBoolean() ? 0 : random.nextInt(most);
  }

  /** Small ones as likely as large ones. */
  private static long size(SplittableRandom random, long least, long most) {
    double exponent = random.nextDouble() * (Math.log((double) most) - Math.log((double) least));
    return Math.round(least * Math.exp(exponent));
  }
}
