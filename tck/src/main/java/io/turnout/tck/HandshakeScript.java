package io.turnout.tck;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.turnout.core.address.Address;
import io.turnout.core.conn.ConnError;
import io.turnout.core.conn.Connection;
import io.turnout.spi.Side;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A dialogue as its peer speaks it: what it says and what it must hear, in turn, and how it ends.
 *
 * <pre>
 *   HandshakeScript.of("sends mail", Side.FRONT)
 *       .option("proto", "smtp")
 *       .hears("220 localhost ESMTP\\r\\n")
 *       .says("STARTTLS\\r\\n")
 *       .hears("220 2.0.0 Ready to start TLS\\r\\n")
 *       .secures()
 * </pre>
 *
 * <p>In texts each character is one byte (ISO 8859-1). Unless it is said otherwise a script ends
 * well, and the data follows at once.
 */
public final class HandshakeScript {
  private final String name;
  private final Side side;
  private final Map<String, String> options = new LinkedHashMap<>();
  private final List<Step> steps = new ArrayList<>();
  private Predicate<Connection> knows = connection -> true;
  private ConnError failure = ConnError.NONE;
  private ConnError closedAtFirst = ConnError.NONE;
  private ConnError closedLater = ConnError.NONE;
  private ConnError late = ConnError.HANDSHAKE_TIMEOUT;
  private byte[] givenBack = {};
  private boolean secure;
  private @Nullable Address source;
  private @Nullable Address destination;

  /** What one of the two says. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Step(boolean peers, byte[] bytes, boolean any) {}

  private HandshakeScript(String name, Side side) {
    this.name = name;
    this.side = side;
  }

  /**
   * In which nothing is said yet.
   *
   * @param name for messages
   * @param side on which of its sides the tested dialogue stands
   */
  public static HandshakeScript of(String name, Side side) {
    return new HandshakeScript(name, side);
  }

  /** An option of the tested dialogue. */
  public HandshakeScript option(String option, String value) {
    options.put(option, value);
    return this;
  }

  /** The connection is opened for a client with these addresses. */
  public HandshakeScript forClient(Address clients, Address wanted) {
    source = clients;
    destination = wanted;
    return this;
  }

  /** The peer says this, once it has heard what stands before. */
  public HandshakeScript says(String bytes) {
    steps.add(new Step(true, bytes.getBytes(ISO_8859_1), false));
    return this;
  }

  /** The peer must hear this, and nothing more before it says something. */
  public HandshakeScript hears(String bytes) {
    steps.add(new Step(false, bytes.getBytes(ISO_8859_1), false));
    return this;
  }

  /** The peer must hear so many bytes more, whatever they are: what is drawn by chance. */
  public HandshakeScript hearsAny(int count) {
    steps.add(new Step(false, new byte[count], true));
    return this;
  }

  /** What the connection must know when the dialogue is over. */
  public HandshakeScript tells(Predicate<Connection> what) {
    knows = what;
    return this;
  }

  /** These bytes of the peer's are not the dialogue's, which hands them over before the data. */
  public HandshakeScript givesBack(String bytes) {
    givenBack = bytes.getBytes(ISO_8859_1);
    return this;
  }

  /**
   * What must be protected follows: bytes that come with the peer's last words are an injection.
   */
  public HandshakeScript secures() {
    secure = true;
    return this;
  }

  /** It does not end well. */
  public HandshakeScript failsWith(ConnError error) {
    failure = error;
    return this;
  }

  /**
   * What the connection fails with when the peer closes before the end.
   *
   * @param atFirst before it has said anything
   * @param later thereafter
   */
  public HandshakeScript closedIs(ConnError atFirst, ConnError later) {
    closedAtFirst = atFirst;
    closedLater = later;
    return this;
  }

  /** What the connection fails with when the dialogue does not end in time. */
  public HandshakeScript lateIs(ConnError error) {
    late = error;
    return this;
  }

  Side side() {
    return side;
  }

  Map<String, String> options() {
    return options;
  }

  List<Step> steps() {
    return steps;
  }

  @Nullable Address source() {
    return source;
  }

  @Nullable Address destination() {
    return destination;
  }

  Predicate<Connection> knows() {
    return knows;
  }

  ConnError failure() {
    return failure;
  }

  /** What a peer that closes after so many bytes makes of the connection; NONE is not said. */
  ConnError closedAfter(int bytes) {
    return bytes == 0 ? closedAtFirst : closedLater;
  }

  ConnError late() {
    return late;
  }

  byte[] givenBack() {
    return givenBack;
  }

  boolean isSecure() {
    return secure;
  }

  boolean endsWell() {
    return failure == ConnError.NONE;
  }

  /** How many bytes the peer says. */
  int length() {
    return steps.stream().filter(Step::peers).mapToInt(step -> step.bytes().length).sum();
  }

  @Override
  public String toString() {
    return "'" + name + "'";
  }
}
