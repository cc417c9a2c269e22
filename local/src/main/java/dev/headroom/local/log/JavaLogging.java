package dev.headroom.local.log;

import org.slf4j.bridge.SLF4JBridgeHandler;

/**
 * What libraries log by {@code java.util.logging} goes to the log file as well, and no more to the
 * console.
 */
public final class JavaLogging {
  private JavaLogging() {}

  /** Redirects it, for the whole JVM. */
  public static void toLogFile() {
    if (!SLF4JBridgeHandler.isInstalled()) {
      SLF4JBridgeHandler.removeHandlersForRootLogger();
      SLF4JBridgeHandler.install();
    }
  }
}
