package dev.headroom.local.engine;

import dev.headroom.local.startup.CannotStart;
import dev.headroom.local.startup.Opened;
import dev.headroom.local.startup.Parallel;
import dev.headroom.local.template.FunctionSpec;
import dev.headroom.local.template.QueueSpec;
import dev.headroom.local.template.Template;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Future;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;
import software.amazon.awssdk.services.sqs.SqsClient;

/**
 * DynamoDB and SQS with the template's tables and queues, a folder for its buckets, and a Redis if
 * it has a cache. Of use without the rest of the local cloud, too: to a function's own tests.
 */
public final class Engines implements AutoCloseable {
  /** About how long clients see nothing of a node that ElastiCache replaces. */
  public static final Duration REDIS_REPLACED_AFTER = Duration.ofSeconds(5);

  private final Opened opened = new Opened();
  private final AwsClients clients = opened.add(new AwsClients());
  private final Template template;
  private final URI dynamoDb;
  private final Queues queues;
  private final Optional<Redis> redis;
  private final Environments environments;

  private Engines(
      Template template, Optional<Path> data, Endpoints given, Duration redisReplacedAfter) {
    this.template = template;
    try (var parts = new Parallel()) {
      Future<URI> tables = parts.start(() -> startDynamoDb(data, given));
      Future<Queues> startingQueues = parts.start(() -> startSqs(data, given));
      Future<Optional<Redis>> startingRedis =
          parts.start(() -> template.cache().map(_ -> redis(data, given, redisReplacedAfter)));
      dynamoDb = Parallel.result(tables);
      queues = Parallel.result(startingQueues);
      redis = Parallel.result(startingRedis);
    } catch (RuntimeException fault) {
      opened.closeAll();
      throw fault;
    }
    ObjectFolder objects = opened.add(ObjectFolder.open(data));
    environments =
        new Environments(dynamoDb, queues.endpoint, given.lambda(), replacements(objects));
  }

  /**
   * Starts engines on free ports, and makes the template's tables and queues in them.
   *
   * @param data where they keep their data, so that not even a kill loses any; in memory without it
   * @throws CannotStart with a sentence for people
   */
  public static Engines start(Template template, Optional<Path> data) {
    return start(template, data, Endpoints.NONE);
  }

  /**
   * As {@link #start(Template, Optional)}, with some services running elsewhere.
   *
   * @throws CannotStart with a sentence for people
   */
  public static Engines start(Template template, Optional<Path> data, Endpoints given) {
    return start(template, data, given, REDIS_REPLACED_AFTER);
  }

  /**
   * As {@link #start(Template, Optional, Endpoints)}, for tests that kill Redis.
   *
   * @param redisReplacedAfter how long after its death another takes its place
   * @throws CannotStart with a sentence for people
   */
  public static Engines start(
      Template template, Optional<Path> data, Endpoints given, Duration redisReplacedAfter) {
    return new Engines(template, data, given, redisReplacedAfter);
  }

  private URI startDynamoDb(Optional<Path> data, Endpoints given) {
    URI endpoint =
        given
            .dynamoDb()
            .orElseGet(() -> started(DynamoDbEngine.start(data.map(d -> d.resolve("dynamodb")))));
    try (var client = clients.dynamoDb(endpoint)) {
      var provisioner = new TableProvisioner(client);
      template.tables().values().forEach(provisioner::provision);
    }
    return endpoint;
  }

  private Queues startSqs(Optional<Path> data, Endpoints given) {
    URI endpoint =
        given.sqs().orElseGet(() -> started(SqsEngine.start(data.map(d -> d.resolve("queues")))));
    try (var client = clients.sqs(endpoint, AwsClients.ITSELF)) {
      return new Queues(
          endpoint, new QueueProvisioner(client).provision(template.queues().values()));
    }
  }

  private Redis redis(Optional<Path> data, Endpoints given, Duration replacedAfter) {
    if (given.redis().isPresent()) {
      return new Redis(given.redis().get(), Optional.empty());
    }
    RedisEngine engine =
        opened.add(RedisEngine.start(data.map(d -> d.resolve("redis")), replacedAfter));
    return new Redis(engine.uri(), Optional.of(engine));
  }

  private URI started(Engine engine) {
    opened.add(engine.stop());
    return engine.endpoint();
  }

  private Map<String, String> replacements(ObjectFolder objects) {
    var replacements = new HashMap<String, String>();
    queues.urls.forEach((name, url) -> replacements.put(QueueSpec.url(name), url));
    template
        .buckets()
        .values()
        .forEach(bucket -> replacements.put("s3://" + bucket, objects.uri(bucket)));
    template.cache().ifPresent(cache -> replacements.put(cache.url(), redis().toString()));
    return replacements;
  }

  public URI dynamoDb() {
    return dynamoDb;
  }

  public URI sqs() {
    return queues.endpoint;
  }

  /**
   * Where the template's cache is.
   *
   * @throws IllegalStateException when the template has none
   */
  public URI redis() {
    return redis
        .map(Redis::uri)
        .orElseThrow(() -> new IllegalStateException("The template has no cache."));
  }

  /**
   * The process id of the Redis that was started here, which another has after it was killed; empty
   * when none was.
   */
  public OptionalLong redisPid() {
    return redis.flatMap(Redis::engine).stream().mapToLong(RedisEngine::pid).findFirst();
  }

  /**
   * The environment variables that a function gets.
   *
   * @param function its logical id
   * @throws IllegalArgumentException when the template has no such function
   */
  public Map<String, String> environment(String function) {
    FunctionSpec spec = template.functions().get(function);
    if (spec == null) {
      throw new IllegalArgumentException("The template has no function " + function + ".");
    }
    return environments.of(spec);
  }

  /**
   * Where a queue is.
   *
   * @param queue its name
   * @throws IllegalArgumentException when the template has no such queue
   */
  public String queueUrl(String queue) {
    String url = queues.urls.get(queue);
    if (url == null) {
      throw new IllegalArgumentException("The template has no queue " + queue + ".");
    }
    return url;
  }

  /**
   * A client whose calls are signed with a function's name: Lambda polls a queue with the role of
   * the function that it feeds.
   */
  public SqsClient sqsFor(String function) {
    return clients.sqs(queues.endpoint, function);
  }

  /**
   * The ARN of a table's stream, as the engine calls it.
   *
   * @param table its name
   */
  public String streamArn(String table) {
    try (var client = clients.dynamoDb(dynamoDb)) {
      return client.describeTable(t -> t.tableName(table)).table().latestStreamArn();
    }
  }

  /** As {@link #sqsFor}, to read the stream that feeds a function. */
  public DynamoDbStreamsClient streamsFor(String function) {
    return clients.streams(dynamoDb, function);
  }

  @Override
  public void close() {
    opened.closeAll();
  }

  /**
   * Where the queues are.
   *
   * @param urls by the queues' names
   */
  private record Queues(URI endpoint, Map<String, String> urls) {}

  /**
   * Where the cache is.
   *
   * @param engine empty when it runs elsewhere
   */
  private record Redis(URI uri, Optional<RedisEngine> engine) {}
}
