package io.turnout.benchmarks.netty;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.socket.SocketChannel;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/**
 * A TCP proxy on Netty's native epoll transport with one event loop, as a process of its own.
 *
 * <p>Without splice: Netty 4.2 has deprecated {@code spliceTo}, and between two accepted and
 * connected sockets it was seen to stall.
 */
public final class NettyProxy {
  private static final int BACKLOG = 4096;

  private NettyProxy() {}

  /**
   * Runs for ever.
   *
   * @param args the origin's port, the port to listen on
   */
  public static void main(String[] args) throws InterruptedException {
    InetSocketAddress origin = loopback(args[0]);
    var group = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
    listen(group, loopback(args[1]), new Opening(origin));
    group.terminationFuture().sync();
  }

  private static InetSocketAddress loopback(String port) {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(port));
  }

  private static void listen(
      MultiThreadIoEventLoopGroup group, InetSocketAddress address, ChannelHandler opening)
      throws InterruptedException {
    new ServerBootstrap()
        .group(group)
        .channel(EpollServerSocketChannel.class)
        .option(ChannelOption.SO_BACKLOG, BACKLOG)
        .childOption(ChannelOption.TCP_NODELAY, true)
        .childOption(ChannelOption.AUTO_READ, false)
        .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
        .childHandler(
            new ChannelInitializer<SocketChannel>() {
              @Override
              protected void initChannel(SocketChannel client) {
                client.pipeline().addLast(opening);
              }
            })
        .bind(address)
        .sync();
  }
}
