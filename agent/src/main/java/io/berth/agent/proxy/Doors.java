package io.berth.agent.proxy;

import io.netty.channel.ChannelFactory;
import io.netty.channel.ServerChannel;
import io.vertx.core.transport.Transport;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The system's transport, which remembers the sockets that it listens on: they can be closed before
 * the servers behind them, which otherwise take connections that nobody is left for. What the
 * kernel took for them by then it gives to whoever listens beside them, if told so
 * (net.ipv4.tcp_migrate_req).
 */
final class Doors implements Transport {
  private final Transport system = system();
  private final Set<ServerChannel> open = ConcurrentHashMap.newKeySet();
  private final io.vertx.core.spi.transport.Transport remembering =
      (io.vertx.core.spi.transport.Transport)
          Proxy.newProxyInstance(
              Doors.class.getClassLoader(),
              new Class<?>[] {io.vertx.core.spi.transport.Transport.class},
              (self, method, arguments) -> remembered(method, invoke(method, arguments)));

  private static Transport system() {
    Transport fast = Transport.nativeTransport();
    return fast != null && fast.available() ? fast : NIO;
  }

  /** Closes them all; the connections that came through them live on. */
  void close() {
    for (ServerChannel door : open) {
      var unused = door.close();
    }
  }

  private Object invoke(Method method, Object[] arguments) throws Throwable {
    try {
      return method.invoke(system.implementation(), arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  private Object remembered(Method method, Object answer) {
    if (!method.getName().equals("serverChannelFactory")) {
      return answer;
    }
    ChannelFactory<?> factory = (ChannelFactory<?>) answer;
    return (ChannelFactory<ServerChannel>) () -> remember((ServerChannel) factory.newChannel());
  }

  private ServerChannel remember(ServerChannel door) {
    open.add(door);
    door.closeFuture().addListener(closed -> open.remove(door));
    return door;
  }

  @Override
  public String name() {
    return system.name();
  }

  @Override
  public boolean available() {
    return system.available();
  }

  @Override
  public Throwable unavailabilityCause() {
    return system.unavailabilityCause();
  }

  @Override
  public io.vertx.core.spi.transport.Transport implementation() {
    return remembering;
  }
}
