package dev.headroom.local.engine;

import java.net.URI;

/**
 * A service that speaks AWS's protocol.
 *
 * @param stop closed when the service is no longer needed
 */
record Engine(URI endpoint, AutoCloseable stop) {
  static Engine onPort(int port, AutoCloseable stop) {
    return new Engine(URI.create("http://127.0.0.1:" + port), stop);
  }
}
