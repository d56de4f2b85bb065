package io.turnout.benchmarks.netty;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownReadComplete;
import io.netty.channel.socket.SocketChannel;

/** One direction: reads again when the other side has taken what was read. */
@SuppressWarnings("FutureReturnValueIgnored") // what fails closes the channel, which is heard of
final class Forwarding extends ChannelInboundHandlerAdapter {
  private final SocketChannel to;

  Forwarding(SocketChannel to) {
    this.to = to;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object bytes) {
    to.write(bytes, to.voidPromise());
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    to.flush();
    if (to.isWritable()) {
      context.read();
    }
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    Channel here = context.channel();
    if (here.isWritable()) {
      to.read();
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event == ChannelInputShutdownReadComplete.INSTANCE) {
      var from = (SocketChannel) context.channel();
      to.flush();
      if (to.isInputShutdown()) {
        closeAfterFlush(from);
        closeAfterFlush(to);
      } else {
        to.shutdownOutput();
      }
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    closeAfterFlush(to);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    context.close();
  }

  private static void closeAfterFlush(Channel channel) {
    channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
  }
}
