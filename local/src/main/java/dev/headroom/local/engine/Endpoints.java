package dev.headroom.local.engine;

import java.net.URI;
import java.util.Optional;

/**
 * Services that run elsewhere (LocalStack, AWS itself); for an absent one an engine is started.
 *
 * @param lambda where functions invoke each other; the local cloud has one of its own, and engines
 *     without it have none
 * @param redis the cache, as functions are told it
 */
public record Endpoints(
    Optional<URI> dynamoDb, Optional<URI> sqs, Optional<URI> lambda, Optional<URI> redis) {
  public static final Endpoints NONE = new Endpoints(Optional.empty(), Optional.empty());

  public Endpoints(Optional<URI> dynamoDb, Optional<URI> sqs) {
    this(dynamoDb, sqs, Optional.empty(), Optional.empty());
  }

  /** The same, with functions that are to be invoked there unless it is given already. */
  public Endpoints orLambda(URI endpoint) {
    return new Endpoints(dynamoDb, sqs, lambda.or(() -> Optional.of(endpoint)), redis);
  }

  /** The same, with the cache at an address. */
  public Endpoints withRedis(URI endpoint) {
    return new Endpoints(dynamoDb, sqs, lambda, Optional.of(endpoint));
  }
}
