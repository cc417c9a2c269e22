package dev.headroom.local.engine;

import dev.headroom.local.startup.Opened;
import dev.headroom.local.template.Template;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Starts an engine for each service that the options do not replace, and makes what the template
 * has of it.
 */
final class EngineStarter {
  private final Template template;
  private final Optional<Path> data;
  private final EngineOptions options;
  private final AwsClients clients;
  private final Opened opened;

  /**
   * @param data where engines keep their data; in memory without it
   * @param opened gets what is to be closed in the end
   */
  EngineStarter(
      Template template,
      Optional<Path> data,
      EngineOptions options,
      AwsClients clients,
      Opened opened) {
    this.template = template;
    this.data = data;
    this.options = options;
    this.clients = clients;
    this.opened = opened;
  }

  /** Returns the endpoint of a DynamoDB with the template's tables. */
  URI dynamoDb() {
    URI endpoint = options.dynamoDb().orElseGet(this::startedDynamoDb);
    try (var client = clients.dynamoDb(endpoint)) {
      var provisioner = new TableProvisioner(client);
      template.tables().values().forEach(provisioner::provision);
    }
    return endpoint;
  }

  private URI startedDynamoDb() {
    Optional<Path> folder = data.map(path -> path.resolve("dynamodb"));
    if (options.dynamoDbCommand().isPresent()) {
      return started(DynamoDbCommand.start(options.dynamoDbCommand().get(), folder));
    }
    URI endpoint = started(DynamoDbEngine.start(folder));
    if (folder.isPresent()) {
      try (var client = clients.dynamoDb(endpoint);
          var streams = clients.streams(endpoint, AwsClients.ITSELF)) {
        new ReopenedStreams(client, streams).prepare();
      }
    }
    return endpoint;
  }

  /** Returns the queues of the template. */
  Queues sqs() {
    URI endpoint =
        options
            .sqs()
            .orElseGet(() -> started(SqsEngine.start(data.map(path -> path.resolve("queues")))));
    try (var client = clients.sqs(endpoint, AwsClients.ITSELF)) {
      return new Queues(
          endpoint, new QueueProvisioner(client).provision(template.queues().values()));
    }
  }

  /** Returns the cache, when the template has one. */
  Optional<Redis> redis(Duration replacedAfter) {
    return template
        .cache()
        .map(
            _ ->
                options
                    .redis()
                    .map(address -> new Redis(address, Optional.empty()))
                    .orElseGet(() -> ownRedis(replacedAfter)));
  }

  private Redis ownRedis(Duration replacedAfter) {
    RedisEngine engine =
        opened.add(RedisEngine.start(data.map(path -> path.resolve("redis")), replacedAfter));
    return new Redis(engine.uri(), Optional.of(engine));
  }

  /** Returns the URI of each bucket's objects by the bucket's name. */
  Map<String, String> buckets() {
    if (options.s3().isPresent()) {
      try (var client = clients.s3(options.s3().get())) {
        var provisioner = new BucketProvisioner(client);
        return buckets(provisioner::provision);
      }
    }
    ObjectFolder folder = opened.add(ObjectFolder.open(data));
    return buckets(folder::uri);
  }

  private Map<String, String> buckets(Function<String, String> uri) {
    return template.buckets().values().stream().collect(Collectors.toMap(name -> name, uri));
  }

  private URI started(Engine engine) {
    opened.add(engine.stop());
    return engine.endpoint();
  }
}
