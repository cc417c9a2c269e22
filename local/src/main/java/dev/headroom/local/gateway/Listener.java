package dev.headroom.local.gateway;

import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import dev.headroom.local.startup.CannotStart;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.Executors;

/** The port that is listened on, for this machine alone. Callers wait until {@link #serve}. */
public final class Listener implements AutoCloseable {
  private static final int BACKLOG = 1024;
  private static final int SECONDS_TO_FINISH = 2;

  static {
    // Read once, when the server's classes load. Without the first, Nagle's algorithm and delayed
    // acknowledgements add 40 ms; without the second, the 201st idle connection is cut.
    System.setProperty("sun.net.httpserver.nodelay", "true");
    System.setProperty("sun.net.httpserver.maxIdleConnections", "10000");
  }

  private final HttpServer server;
  private final RequestHeads heads = new RequestHeads();

  private Listener(HttpServer server) {
    this.server = server;
  }

  /**
   * Takes a port.
   *
   * @param port 0 for any that is free
   * @throws CannotStart when it is taken
   */
  public static Listener bind(int port) {
    try {
      return new Listener(
          HttpServer.create(
              new InetSocketAddress(InetAddress.getLoopbackAddress(), port), BACKLOG));
    } catch (BindException fault) {
      throw new CannotStart(
          "Port "
              + port
              + " is taken: stop what listens there, or choose another port with -Dport=<number>.",
          fault);
    } catch (IOException fault) {
      throw new CannotStart(
          "Port " + port + " cannot be listened on: " + fault.getMessage(), fault);
    }
  }

  /** The base URL, without a slash at its end. */
  public String url() {
    return "http://localhost:" + server.getAddress().getPort();
  }

  /** Answers callers by a handler from now on. */
  public void serve(HttpHandler handler) {
    server.createContext(
        "/",
        exchange -> {
          heads.arrived();
          handler.handle(exchange);
        });
    server.setExecutor(heads.awaitedBy(Executors.newVirtualThreadPerTaskExecutor()));
    server.start();
  }

  /** Gives running requests a moment, then cuts them. */
  @Override
  public void close() {
    server.stop(SECONDS_TO_FINISH);
    heads.close();
  }
}
