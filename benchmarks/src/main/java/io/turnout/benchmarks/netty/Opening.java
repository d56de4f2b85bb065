package io.turnout.benchmarks.netty;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.socket.SocketChannel;
import java.net.InetSocketAddress;

/** Connects to the origin for each accepted client, and then couples the two. */
@ChannelHandler.Sharable
@SuppressWarnings("FutureReturnValueIgnored") // what fails closes the channel, which is heard of
final class Opening extends ChannelInboundHandlerAdapter {
  private final InetSocketAddress origin;

  Opening(InetSocketAddress origin) {
    this.origin = origin;
  }

  @Override
  public void channelActive(ChannelHandlerContext context) {
    var client = (EpollSocketChannel) context.channel();
    context.pipeline().remove(this);
    new Bootstrap()
        .group(client.eventLoop())
        .channel(EpollSocketChannel.class)
        .option(ChannelOption.TCP_NODELAY, true)
        .option(ChannelOption.AUTO_READ, false)
        .option(ChannelOption.ALLOW_HALF_CLOSURE, true)
        .handler(
            new ChannelInitializer<SocketChannel>() {
              @Override
              protected void initChannel(SocketChannel server) {}
            })
        .connect(origin)
        .addListener((ChannelFuture connect) -> couple(client, connect));
  }

  private void couple(EpollSocketChannel client, ChannelFuture connect) {
    if (!connect.isSuccess()) {
      client.close();
      return;
    }
    var server = (EpollSocketChannel) connect.channel();
    client.pipeline().addLast(new Forwarding(server));
    server.pipeline().addLast(new Forwarding(client));
    client.read();
    server.read();
  }
}
