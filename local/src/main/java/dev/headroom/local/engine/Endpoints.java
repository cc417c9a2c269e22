package dev.headroom.local.engine;

import java.net.URI;
import java.util.Optional;

/** Services that run elsewhere (LocalStack, AWS itself); for an absent one an engine is started. */
public record Endpoints(Optional<URI> dynamoDb, Optional<URI> sqs) {
  public static final Endpoints NONE = new Endpoints(Optional.empty(), Optional.empty());
}
