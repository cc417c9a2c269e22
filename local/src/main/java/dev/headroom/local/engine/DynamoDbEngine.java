package dev.headroom.local.engine;

import dev.headroom.local.startup.CannotStart;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.handler.ContextHandler;
import org.jspecify.annotations.Nullable;
import software.amazon.dynamodb.services.local.server.LocalDynamoDBRequestHandler;
import software.amazon.dynamodb.services.local.server.LocalDynamoDBServerHandler;

/**
 * DynamoDB Local, in this JVM. It is put together here, and not by its own server class, which
 * listens on all of the machine's addresses, prints, and reports home.
 */
final class DynamoDbEngine {
  /** Told to be quiet, and kept: java.util.logging forgets loggers that nobody holds. */
  private static final Logger SQLITE = Logger.getLogger("com.almworks.sqlite4java");

  static {
    SQLITE.setLevel(Level.WARNING);
  }

  private DynamoDbEngine() {}

  /**
   * Starts it on a free port.
   *
   * @param folder where its database is kept; in memory without one
   */
  static Engine start(Optional<Path> folder) {
    try {
      if (folder.isPresent()) {
        Files.createDirectories(folder.get());
      }
      var handler = handler(folder.map(Path::toString).orElse(null));
      var server = new Server(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      server.setHandler(new ContextHandler(handler));
      server.start();
      return Engine.onPort(
          server.getURI().getPort(),
          () -> {
            server.stop();
            handler.close();
          });
    } catch (Exception fault) {
      throw new CannotStart("DynamoDB Local did not start: " + fault.getMessage(), fault);
    }
  }

  private static LocalDynamoDBServerHandler handler(@Nullable String folder) throws Exception {
    // One database for all credentials, since each function signs with its own name.
    boolean shared = true;
    boolean slowTableChanges = false;
    var requests =
        new LocalDynamoDBRequestHandler(0, folder == null, folder, shared, slowTableChanges);
    return new LocalDynamoDBServerHandler(requests, null);
  }
}
