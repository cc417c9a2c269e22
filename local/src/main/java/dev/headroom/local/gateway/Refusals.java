package dev.headroom.local.gateway;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.headroom.dialect.Dialect;
import dev.headroom.dialect.Failure;

/** The gateway's own answers, in the dialect of the path that was asked for. */
final class Refusals {
  private Refusals() {}

  static Answer answer(IncomingRequest request, Failure failure) {
    Dialect dialect = Dialect.of(request.path());
    try {
      byte[] body =
          dialect
              .mapper()
              .writeValueAsBytes(dialect.failure(failure, request.path(), request.traceId()));
      var answer =
          new Answer(failure.status(), body)
              .with("content-type", dialect.failureType())
              .with("x-trace-id", request.traceId());
      failure.headers().forEach(answer::with);
      return answer;
    } catch (JsonProcessingException fault) {
      throw new IllegalStateException("A tree that is not JSON", fault);
    }
  }
}
