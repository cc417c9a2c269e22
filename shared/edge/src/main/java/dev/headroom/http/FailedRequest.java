package dev.headroom.http;

import dev.headroom.dialect.Failure;
import java.util.Optional;

/** A refusal that only HTTP knows, such as a method or a media type that is not taken. */
public final class FailedRequest extends RuntimeException {
  private static final long serialVersionUID = 1;
  private final transient Failure failure;

  public FailedRequest(Failure failure) {
    super(failure.detail());
    this.failure = failure;
  }

  Failure failure() {
    return Optional.ofNullable(failure).orElseGet(() -> Failure.of(500, "The request failed."));
  }
}
