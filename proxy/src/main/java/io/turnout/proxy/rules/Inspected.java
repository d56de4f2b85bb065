package io.turnout.proxy.rules;

import io.turnout.core.address.Address;
import io.turnout.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * What rules may look at.
 *
 * <p><b>Thread:</b> the stream's loop.
 */
public interface Inspected {
  /** The bytes that wait, all that came so far; null if there are none. They stay. */
  @Nullable Buffer content();

  /** Where the client is. */
  Address client();

  /** To where the client connected, if that is known. */
  @Nullable Address destination();

  /** The frontend's name. */
  String frontend();

  /** The backend's name. */
  String backend();
}
