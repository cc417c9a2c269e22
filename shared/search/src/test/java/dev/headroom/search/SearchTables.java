package dev.headroom.search;

import dev.headroom.aws.AwsClients;
import dev.headroom.local.engine.Engines;
import dev.headroom.settings.Settings;
import java.nio.file.Path;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** The real tables of template.yaml on a real engine. */
final class SearchTables implements AutoCloseable {
  private final Engines engines;
  final SearchSettings settings;
  final DynamoDbClient dynamoDb;

  SearchTables() {
    engines = Engines.forTest(Path.of("template.yaml"), Map.of("JwtIssuer", "http://localhost"));
    Map<String, String> environment = engines.environment("SearchApi");
    settings = SearchSettings.read(new Settings(environment));
    dynamoDb = new AwsClients(environment).client(DynamoDbClient.builder(), "dynamodb");
  }

  @Override
  public void close() {
    dynamoDb.close();
    engines.close();
  }
}
