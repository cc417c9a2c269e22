package dev.headroom.local;

import dev.headroom.local.engine.EngineOptions;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** The local cloud of test-template.yaml. */
public final class TestCloud {
  public static final Path TEMPLATE = Path.of("src/test/resources/test-template.yaml");

  /** Engines that start empty, since tests name their tables and queues themselves. */
  public static final EngineOptions ENGINES =
      EngineOptions.of(System.getProperties()).withoutEndpoints();

  private TestCloud() {}

  public static LocalOptions options(Optional<Path> data) {
    return new LocalOptions(TEMPLATE, 0, data, Map.of(), ENGINES, Path.of("target", "test-logs"));
  }

  /** One that all tests share and that ends with the JVM: an engine takes seconds to start. */
  public static LocalCloud shared() {
    return Shared.CLOUD;
  }

  private static final class Shared {
    private static final LocalCloud CLOUD = LocalCloud.start(options(Optional.empty()));

    static {
      Runtime.getRuntime().addShutdownHook(new Thread(CLOUD::close));
    }
  }
}
