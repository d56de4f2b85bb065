package io.turnout.core.internal.linux;

import io.turnout.core.loop.Pollable;
import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What a poller watches, found by descriptor in an array.
 *
 * <p>Each registration has a key: the descriptor and, above it, a generation. The system hands keys
 * back with its reports, and a key whose registration is over finds nothing, even if the
 * descriptor's number has a new owner. So no report is ever delivered late, within a batch or after
 * it.
 */
final class Registrations {
  private static final int INITIAL_CAPACITY = 64;

  private @Nullable Pollable[] pollables = new Pollable[INITIAL_CAPACITY];
  private int[] generations = new int[INITIAL_CAPACITY];

  /**
   * Registers.
   *
   * @return its key
   * @throws IllegalStateException if the descriptor is registered already
   */
  long add(Pollable pollable) {
    int descriptor = pollable.descriptor();
    if (descriptor >= pollables.length) {
      grow(descriptor);
    }
    Pollable present = pollables[descriptor];
    if (present != null) {
      throw new IllegalStateException(
          "poller: descriptor "
              + descriptor
              + " is watched already, for "
              + present
              + "; remove that before closing the descriptor");
    }
    pollables[descriptor] = pollable;
    return key(descriptor, ++generations[descriptor]);
  }

  /** Ends a registration; false if there is none. */
  @SuppressWarnings("ReferenceEquality") // the object is its own registration
  boolean remove(Pollable pollable) {
    int descriptor = pollable.descriptor();
    if (descriptor < 0 || descriptor >= pollables.length || pollables[descriptor] != pollable) {
      return false;
    }
    pollables[descriptor] = null;
    return true;
  }

  /** Whose key this is; null if that registration is over. */
  @Nullable Pollable find(long key) {
    int descriptor = descriptor(key);
    return generations[descriptor] == (int) (key >>> Integer.SIZE) ? pollables[descriptor] : null;
  }

  /** Shows what is registered, by rising descriptors. */
  void forEach(Consumer<? super Pollable> visitor) {
    for (Pollable pollable : pollables) {
      if (pollable != null) {
        visitor.accept(pollable);
      }
    }
  }

  static int descriptor(long key) {
    return (int) key;
  }

  private static long key(int descriptor, int generation) {
    return (long) generation << Integer.SIZE | descriptor;
  }

  private void grow(int descriptor) {
    int capacity = Math.max(Integer.highestOneBit(descriptor) << 1, INITIAL_CAPACITY);
    pollables = Arrays.copyOf(pollables, capacity);
    generations = Arrays.copyOf(generations, capacity);
  }
}
