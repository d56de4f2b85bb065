package io.turnout.xprt.handshake.proxy;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.turnout.core.address.Address;
import io.turnout.core.conn.ConnError;
import io.turnout.core.conn.Connection;
import io.turnout.core.conn.SecureXprt;
import io.turnout.core.conn.Tlv;
import io.turnout.xprt.handshake.proxy.SendPlan.Fact;
import io.turnout.xprt.handshake.wire.Speech;
import io.turnout.xprt.handshake.wire.Turn;
import org.jspecify.annotations.Nullable;

/** Tells a server of the client for which its connection is. */
final class SendProxy implements Speech {
  private final Connection connection;
  private final SendPlan plan;
  private final LeftOut leftOut;

  SendProxy(Connection connection, SendPlan plan, LeftOut leftOut) {
    this.connection = connection;
    this.plan = plan;
    this.leftOut = leftOut;
  }

  @Override
  public String name() {
    return "send-proxy";
  }

  @Override
  public Turn begin() {
    Connection origin = connection.origin();
    if (origin == null) {
      return Turn.done(
          plan.version() == 1 ? VersionOne.write(null, null) : VersionTwo.writeLocal());
    }
    Address source = origin.source();
    Address destination = origin.destination();
    return Turn.done(
        plan.version() == 1
            ? VersionOne.write(source, destination)
            : versionTwo(origin, source, destination));
  }

  @Override
  public int needed(byte[] seen, int length) {
    throw new IllegalStateException("nothing is to be heard");
  }

  @Override
  public Turn hear(byte[] message, int length) {
    throw new IllegalStateException("nothing is to be heard");
  }

  @Override
  public ConnError ended(boolean first) {
    return ConnError.PRX_ABORT;
  }

  @Override
  public ConnError late() {
    return ConnError.PRX_TIMEOUT;
  }

  private byte[] versionTwo(
      Connection origin, @Nullable Address source, @Nullable Address destination) {
    TlvWriter fields = new TlvWriter(VersionTwo.room(source, destination));
    gather(fields, origin);
    if (!fields.leftOut().isEmpty()) {
      leftOut.tell(connection.target().name(), source, fields.leftOut());
    }
    return VersionTwo.write(source, destination, fields);
  }

  private void gather(TlvWriter fields, Connection origin) {
    connection.tlvs().forEach(fields::add);
    plan.constants().forEach(fields::add);
    if (plan.facts().contains(Fact.CRC32C)) {
      fields.addChecksum();
    }
    SecureXprt secure = origin.secureXprt();
    if (secure != null && !secure.alpn().isEmpty()) {
      fields.add(TlvType.ALPN, secure.alpn().getBytes(UTF_8));
    }
    if (plan.facts().contains(Fact.AUTHORITY)) {
      addAuthority(fields, origin, secure);
    }
    if (plan.facts().contains(Fact.UNIQUE_ID)) {
      addReceived(fields, origin, TlvType.UNIQUE_ID);
    }
    if (plan.tellsOfTls()) {
      SslField.add(fields, secure, plan.facts());
    }
    fields.pass(
        origin.tlvs().stream().filter(field -> plan.passedOn().test(field.type())).toList());
  }

  /** What the client's own proxy said counts before what we saw. */
  private static void addAuthority(
      TlvWriter fields, Connection origin, @Nullable SecureXprt secure) {
    addReceived(fields, origin, TlvType.AUTHORITY);
    if (secure != null && !secure.serverName().isEmpty()) {
      fields.add(TlvType.AUTHORITY, secure.serverName().getBytes(UTF_8));
    }
  }

  private static void addReceived(TlvWriter fields, Connection origin, int type) {
    for (Tlv received : origin.tlvs()) {
      if (received.type() == type) {
        fields.add(received);
      }
    }
  }
}
