package io.turnout.benchmarks.inner;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import io.turnout.benchmarks.bare.Failure;
import io.turnout.benchmarks.bare.Kernel;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What a call of the kernel costs from Java: the smallest one, and a message through a socket pair.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 1, jvmArgsAppend = "--enable-native-access=ALL-UNNAMED")
public class DowncallBenchmark {
  private static final int AF_UNIX = 1;
  private static final int SOCK_STREAM = 1;
  private static final int NO_DESCRIPTOR = -1;

  @Param({"64", "16384"})
  private int lengthBytes;

  private final Arena arena = Arena.ofShared();
  private final MemorySegment pair = arena.allocate(JAVA_INT, 2);
  private long buffer;

  @Setup
  public void open() {
    buffer = arena.allocate(lengthBytes, 64).address();
    int type = SOCK_STREAM | Kernel.O_NONBLOCK | Kernel.O_CLOEXEC;
    Failure.unlessDone("socketpair", Kernel.socketpair(AF_UNIX, type, pair.address()));
  }

  @TearDown
  public void close() {
    Kernel.close(pair.getAtIndex(JAVA_INT, 0));
    Kernel.close(pair.getAtIndex(JAVA_INT, 1));
    arena.close();
  }

  /** The way into the kernel and back, and the errno. */
  @Benchmark
  public int refusedClose() {
    return Kernel.close(NO_DESCRIPTOR);
  }

  @Benchmark
  public int sendAndReceive() {
    Kernel.send(pair.getAtIndex(JAVA_INT, 0), buffer, lengthBytes, Kernel.MSG_NOSIGNAL);
    return Kernel.recv(pair.getAtIndex(JAVA_INT, 1), buffer, lengthBytes, 0);
  }
}
