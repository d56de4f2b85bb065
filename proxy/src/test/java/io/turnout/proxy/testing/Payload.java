package io.turnout.proxy.testing;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.SplittableRandom;
import java.util.zip.CRC32C;

/**
 * Random bytes of a seed, sent and received in chunks of random sizes and never held as a whole.
 *
 * @param seed tells these bytes from others
 * @param size how many
 */
public record Payload(long seed, long size) {
  private static final int MAX_CHUNK = 200_000;

  /** What arrived. */
  public record Arrived(long size, long hash) {}

  /** What arrives if all of it does. */
  public Arrived whole() throws IOException {
    CRC32C hash = new CRC32C();
    produce(hash::update);
    return new Arrived(size, hash.getValue());
  }

  /** Sends it all. */
  public void sendOn(Peer peer) throws IOException {
    produce(peer::send);
  }

  /** Receives until the end of stream. */
  public static Arrived receiveFrom(Peer peer, long seed) throws IOException {
    SplittableRandom random = new SplittableRandom(seed);
    ByteBuffer chunk = ByteBuffer.allocateDirect(MAX_CHUNK);
    CRC32C hash = new CRC32C();
    long size = 0;
    while (true) {
      chunk.clear().limit(chunkSize(random));
      int got = peer.receive(chunk);
      if (got < 0) {
        return new Arrived(size, hash.getValue());
      }
      size += got;
      hash.update(chunk.flip());
    }
  }

  private interface Sink {
    void take(ByteBuffer chunk) throws IOException;
  }

  private void produce(Sink sink) throws IOException {
    SplittableRandom sizes = new SplittableRandom(seed);
    SplittableRandom content = new SplittableRandom(~seed);
    byte[] bytes = new byte[MAX_CHUNK];
    ByteBuffer chunk = ByteBuffer.allocateDirect(MAX_CHUNK);
    long left = size;
    while (left > 0) {
      int count = (int) Math.min(left, chunkSize(sizes));
      content.nextBytes(bytes);
      chunk.clear().put(bytes, 0, count).flip();
      sink.take(chunk);
      left -= count;
    }
  }

  /** Mostly large, sometimes a few bytes. */
  private static int chunkSize(SplittableRandom random) {
    return random.nextInt(4) == 0 ? random.nextInt(1, 100) : random.nextInt(1, MAX_CHUNK + 1);
  }
}
