package io.turnout.tck.sim;

import io.turnout.core.buffer.Pipe;
import io.turnout.core.buffer.PipeSource;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Pipes whose bytes are kept here; their descriptors are numbers and nothing else. */
public final class SimPipes implements PipeSource {
  private static final int FIRST_DESCRIPTOR = 1_000_000;

  private final Simulation simulation;
  private final SimFaults faults;
  private final Map<Integer, ByteQueue> contents = new HashMap<>();
  private int made;

  SimPipes(Simulation simulation, SimFaults faults) {
    this.simulation = simulation;
    this.faults = faults;
  }

  @Override
  public @Nullable Pipe open() {
    if (contents.size() >= faults.pipes()) {
      simulation.note("no pipe", contents.size(), 0);
      return null;
    }
    int descriptor = FIRST_DESCRIPTOR + 2 * made++;
    contents.put(descriptor, new ByteQueue());
    return new Pipe(descriptor, descriptor + 1, faults.pipeBytes());
  }

  @Override
  public int read(Pipe from, long address, int length) {
    ByteQueue content = contentOf(from);
    int count = Math.min(length, content.length());
    content.removeTo(address, count);
    return count;
  }

  @Override
  public void close(Pipe pipe) {
    if (contents.remove(pipe.readDescriptor()) == null) {
      throw simulation.violation("INV-03: pipe " + pipe.readDescriptor() + " closed twice");
    }
  }

  /**
   * Fills a pipe, as a splice from another socket would.
   *
   * @return how many bytes fitted
   */
  public int fill(Pipe into, byte[] from, int offset, int count) {
    ByteQueue content = contentOf(into);
    int fits = Math.min(count, into.capacity() - content.length());
    content.addFrom(from, offset, fits);
    into.added(fits);
    return fits;
  }

  /** How many are open. */
  public int count() {
    return contents.size();
  }

  ByteQueue contentOf(Pipe pipe) {
    ByteQueue content = contents.get(pipe.readDescriptor());
    if (content == null) {
      throw simulation.violation("INV-04: pipe " + pipe.readDescriptor() + " used after its close");
    }
    if (content.length() != pipe.length()) {
      throw simulation.violation(
          "INV-01: pipe holds "
              + content.length()
              + " bytes, and is said to hold "
              + pipe.length());
    }
    return content;
  }
}
