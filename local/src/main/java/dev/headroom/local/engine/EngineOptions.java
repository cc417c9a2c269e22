package dev.headroom.local.engine;

import dev.headroom.local.startup.CannotStart;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * The services that replace the local cloud's own engines. For each that is absent an engine is
 * started: DynamoDB Local, ElasticMQ, Redis, and a folder for objects.
 *
 * @param dynamoDb the endpoint of a DynamoDB with streams
 * @param sqs the endpoint of an SQS
 * @param s3 the endpoint of an S3; the template's buckets are made there
 * @param redis the address of a Redis, as functions get it
 * @param lambda where functions invoke each other; the local cloud has such an endpoint of its own,
 *     engines without it have none
 * @param dynamoDbCommand a command that starts a fresh DynamoDB, as {@link DynamoDbCommand}
 *     describes it
 * @param stack the name of the stack, which the names of tables, queues and buckets begin with, as
 *     they do on AWS; without one they are called by their logical ids alone
 */
public record EngineOptions(
    Optional<URI> dynamoDb,
    Optional<URI> sqs,
    Optional<URI> s3,
    Optional<URI> redis,
    Optional<URI> lambda,
    Optional<String> dynamoDbCommand,
    Optional<String> stack) {
  /** All engines are the local cloud's own. */
  public static final EngineOptions OWN =
      new EngineOptions(
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());

  private static final List<String> PROPERTIES =
      List.of("endpoint", "dynamodb", "sqs", "s3", "redis", "dynamodb.command", "stack");

  private static final Pattern STACK = Pattern.compile("[A-Za-z][A-Za-z0-9-]{0,29}");
  private static final Pattern HTTP = Pattern.compile("https?://[^/\\s?#]+/?");
  private static final Pattern REDIS = Pattern.compile("(rediss?://)?[^/\\s:]+:\\d{1,5}(/\\d+)?");

  /**
   * Checks that DynamoDB is replaced once, and the form of the stack's name.
   *
   * @throws CannotStart when there are both an endpoint and a command, or the name is not of at
   *     most 30 letters, digits and hyphens, the first a letter
   */
  public EngineOptions {
    if (stack.filter(name -> !STACK.matcher(name).matches()).isPresent()) {
      throw new CannotStart(
          "-Dstack must be 1 to 30 letters, digits and hyphens, the first a letter; got \"%s\"."
              .formatted(stack.get()));
    }
    if (dynamoDb.isPresent() && dynamoDbCommand.isPresent()) {
      throw new CannotStart(
          "DynamoDB is given twice, by an endpoint and by -Ddynamodb.command: leave one out.");
    }
  }

  /**
   * Reads the options from system properties.
   *
   * <ul>
   *   <li>{@code endpoint}: the URL of one server for DynamoDB, SQS and S3, such as LocalStack
   *   <li>{@code dynamodb}, {@code sqs}, {@code s3}: the URL of a server for one of them
   *   <li>{@code redis}: {@code host:port} or a {@code redis://} or {@code rediss://} address
   *   <li>{@code dynamodb.command}: a command that starts a DynamoDB
   *   <li>{@code stack}: what the names of tables, queues and buckets begin with
   * </ul>
   *
   * @throws CannotStart when one is not of that form; the message names it
   */
  public static EngineOptions of(Properties properties) {
    Optional<URI> all = url(properties, "endpoint");
    return new EngineOptions(
        url(properties, "dynamodb").or(() -> all),
        url(properties, "sqs").or(() -> all),
        url(properties, "s3").or(() -> all),
        redis(properties),
        Optional.empty(),
        text(properties, "dynamodb.command"),
        text(properties, "stack"));
  }

  /**
   * The {@code -D} arguments by which another JVM gets the same options.
   *
   * @param properties this JVM's
   */
  public static List<String> arguments(Properties properties) {
    return PROPERTIES.stream()
        .flatMap(name -> text(properties, name).map(value -> "-D" + name + "=" + value).stream())
        .toList();
  }

  private static Optional<String> text(Properties properties, String name) {
    return Optional.of(properties.getProperty(name, "").strip()).filter(text -> !text.isEmpty());
  }

  private static Optional<URI> url(Properties properties, String name) {
    Optional<String> text = text(properties, name);
    if (text.isPresent() && !HTTP.matcher(text.get()).matches()) {
      throw new CannotStart(
          "-D%s must be a URL such as http://127.0.0.1:8000; got \"%s\"."
              .formatted(name, text.get()));
    }
    return text.map(url -> URI.create(url.replaceFirst("/$", "")));
  }

  private static Optional<URI> redis(Properties properties) {
    Optional<String> text = text(properties, "redis");
    if (text.isPresent() && !REDIS.matcher(text.get()).matches()) {
      throw new CannotStart(
          "-Dredis must be host:port, such as 127.0.0.1:6379; got \"%s\".".formatted(text.get()));
    }
    return text.map(
        address -> URI.create(address.contains("://") ? address : "redis://" + address));
  }

  /**
   * Returns options for a test: as this JVM's system properties say, and with a stack of its own
   * where an endpoint may be shared, so that it finds nothing that others left there.
   */
  public static EngineOptions forTest() {
    EngineOptions given = of(System.getProperties());
    boolean shared = given.dynamoDb.isPresent() || given.sqs.isPresent() || given.s3.isPresent();
    return shared ? given.inStack("test-" + UUID.randomUUID().toString().substring(0, 8)) : given;
  }

  /** Returns the same options with engines that are started, and thus empty without a folder. */
  public EngineOptions withoutEndpoints() {
    return new EngineOptions(
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        lambda,
        dynamoDbCommand,
        Optional.empty());
  }

  /** Returns the same options for another stack. */
  public EngineOptions inStack(String name) {
    return new EngineOptions(dynamoDb, sqs, s3, redis, lambda, dynamoDbCommand, Optional.of(name));
  }

  /** Returns the same options with an endpoint for DynamoDB and one for SQS. */
  public EngineOptions withDynamoDbAndSqs(URI forDynamoDb, URI forSqs) {
    return new EngineOptions(
        Optional.of(forDynamoDb), Optional.of(forSqs), s3, redis, lambda, Optional.empty(), stack);
  }

  /** Returns the same options with a Redis at an address. */
  public EngineOptions withRedis(URI address) {
    return new EngineOptions(
        dynamoDb, sqs, s3, Optional.of(address), lambda, dynamoDbCommand, stack);
  }

  /**
   * Returns the same options, in which functions are invoked there unless they already say where.
   */
  public EngineOptions orLambda(URI endpoint) {
    return new EngineOptions(
        dynamoDb, sqs, s3, redis, lambda.or(() -> Optional.of(endpoint)), dynamoDbCommand, stack);
  }
}
