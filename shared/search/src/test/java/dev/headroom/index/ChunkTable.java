package dev.headroom.index;

import dev.headroom.aws.AwsClients;
import dev.headroom.local.engine.Engines;
import dev.headroom.search.ChunkStore;
import java.nio.file.Path;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** The chunk table of template.yaml in a real engine. Each test has a tenant of its own in it. */
final class ChunkTable implements AutoCloseable {
  private final Engines engines;
  private final Map<String, String> environment;
  final ChunkStore chunks;

  ChunkTable() {
    engines = Engines.forTest(Path.of("template.yaml"), Map.of("JwtIssuer", "http://localhost"));
    environment = engines.environment("SearchApi");
    chunks = open(environment);
  }

  /**
   * The table, for another process too.
   *
   * @param environment as {@link #environment} tells it
   */
  static ChunkStore open(Map<String, String> environment) {
    return new ChunkStore(
        new AwsClients(environment).client(DynamoDbClient.builder(), "dynamodb"),
        environment.getOrDefault("CHUNK_TABLE", ""));
  }

  Map<String, String> environment() {
    return environment;
  }

  @Override
  public void close() {
    engines.close();
  }
}
