package dev.headroom.local.engine;

import dev.headroom.local.startup.CannotStart;
import dev.headroom.local.startup.Opened;
import dev.headroom.local.startup.Parallel;
import dev.headroom.local.template.FunctionSpec;
import dev.headroom.local.template.QueueSpec;
import dev.headroom.local.template.Template;
import dev.headroom.local.template.TemplateFile;
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
 * DynamoDB and SQS with the template's tables and queues, a folder or an S3 with its buckets, and a
 * Redis if it has a cache. They can be used without the rest of the local cloud, by a function's
 * own tests.
 */
public final class Engines implements AutoCloseable {
  /** How long clients see nothing of a node that ElastiCache replaces, about. */
  public static final Duration REDIS_REPLACED_AFTER = Duration.ofSeconds(5);

  private final Opened opened = new Opened();
  private final AwsClients clients = opened.add(new AwsClients());
  private final Template template;
  private final URI dynamoDb;
  private final Queues queues;
  private final Optional<Redis> redis;
  private final Environments environments;

  private Engines(
      Template template, Optional<Path> data, EngineOptions options, Duration redisReplacedAfter) {
    this.template = template;
    var starter = new EngineStarter(template, data, options, clients, opened);
    try (var parts = new Parallel()) {
      Future<URI> tables = parts.start(starter::dynamoDb);
      Future<Queues> startingQueues = parts.start(starter::sqs);
      Future<Map<String, String>> buckets = parts.start(starter::buckets);
      Future<Optional<Redis>> startingRedis = parts.start(() -> starter.redis(redisReplacedAfter));
      dynamoDb = Parallel.result(tables);
      queues = Parallel.result(startingQueues);
      redis = Parallel.result(startingRedis);
      environments =
          new Environments(
              dynamoDb, queues.endpoint(), options, replacements(Parallel.result(buckets)));
    } catch (RuntimeException fault) {
      opened.closeAll();
      throw fault;
    }
  }

  /**
   * Starts engines on free ports, or uses what this JVM's system properties name instead (see
   * {@link EngineOptions#of}), and makes the template's tables, queues and buckets in them.
   *
   * @param data where they keep their data, so that not even a kill loses any; in memory without it
   * @throws CannotStart with a sentence for people
   */
  public static Engines start(Template template, Optional<Path> data) {
    return start(template, data, EngineOptions.of(System.getProperties()));
  }

  /**
   * As {@link #start(Template, Optional)}, with engines as the options say.
   *
   * @param options whose stack is the one that the template was read for
   * @throws CannotStart with a sentence for people
   */
  public static Engines start(Template template, Optional<Path> data, EngineOptions options) {
    return start(template, data, options, REDIS_REPLACED_AFTER);
  }

  /**
   * As {@link #start(Template, Optional, EngineOptions)}, for tests that kill Redis.
   *
   * @param redisReplacedAfter how long after its death another takes its place
   * @throws CannotStart with a sentence for people
   */
  public static Engines start(
      Template template, Optional<Path> data, EngineOptions options, Duration redisReplacedAfter) {
    return new Engines(template, data, options, redisReplacedAfter);
  }

  /**
   * Reads a template and starts engines for it in memory, with tables, queues and buckets in which
   * nothing is yet: for tests. The engines are those of {@link EngineOptions#forTest}.
   *
   * @param parameters values for the template's parameters; the others have their defaults
   * @throws CannotStart with a sentence for people
   */
  public static Engines forTest(Path template, Map<String, String> parameters) {
    EngineOptions options = EngineOptions.forTest();
    Template read = TemplateFile.read(template).inStack(options.stack()).resolve(parameters);
    return start(read, Optional.empty(), options);
  }

  private Map<String, String> replacements(Map<String, String> buckets) {
    var replacements = new HashMap<String, String>();
    queues.urls().forEach((name, url) -> replacements.put(QueueSpec.url(name), url));
    buckets.forEach((name, uri) -> replacements.put("s3://" + name, uri));
    template.cache().ifPresent(cache -> replacements.put(cache.url(), redis().toString()));
    return replacements;
  }

  /** Returns the template whose resources are here. */
  public Template template() {
    return template;
  }

  /** Returns the endpoint of DynamoDB. */
  public URI dynamoDb() {
    return dynamoDb;
  }

  /** Returns the endpoint of SQS. */
  public URI sqs() {
    return queues.endpoint();
  }

  /**
   * Returns the address of the template's cache.
   *
   * @throws IllegalStateException when the template has none
   */
  public URI redis() {
    return redis
        .map(Redis::uri)
        .orElseThrow(() -> new IllegalStateException("The template has no cache."));
  }

  /**
   * Returns the process id of the Redis that was started here, which is another one after it was
   * killed; empty when none was started.
   */
  public OptionalLong redisPid() {
    return redis.flatMap(Redis::engine).stream().mapToLong(RedisEngine::pid).findFirst();
  }

  /**
   * Returns the environment variables that a function gets.
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
   * Returns the URL of a queue.
   *
   * @param queue its name or its logical id
   * @throws IllegalArgumentException when the template has no such queue
   */
  public String queueUrl(String queue) {
    QueueSpec spec = template.queues().get(queue);
    String url = queues.urls().get(spec == null ? queue : spec.name());
    if (url == null) {
      throw new IllegalArgumentException("The template has no queue " + queue + ".");
    }
    return url;
  }

  /**
   * Returns a client whose calls are signed with a function's name: Lambda polls a queue with the
   * role of the function that it feeds.
   */
  public SqsClient sqsFor(String function) {
    return clients.sqs(queues.endpoint(), function);
  }

  /**
   * Returns the ARN of a table's stream, as the engine calls it.
   *
   * @param table its name
   */
  public String streamArn(String table) {
    try (var client = clients.dynamoDb(dynamoDb)) {
      return client.describeTable(t -> t.tableName(table)).table().latestStreamArn();
    }
  }

  /** Returns a client to read the stream that feeds a function, signed as by {@link #sqsFor}. */
  public DynamoDbStreamsClient streamsFor(String function) {
    return clients.streams(dynamoDb, function);
  }

  @Override
  public void close() {
    opened.closeAll();
  }
}
