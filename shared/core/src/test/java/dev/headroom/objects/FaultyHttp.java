package dev.headroom.objects;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.net.SocketTimeoutException;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.SdkHttpResponse;

/** Between a client and S3: what happens on the way once in a while, when a test says so. */
final class FaultyHttp implements SdkHttpClient {
  private final SdkHttpClient real;
  private final Queue<Fault> faults = new ConcurrentLinkedQueue<>();
  private final Queue<SdkHttpRequest> requests = new ConcurrentLinkedQueue<>();

  FaultyHttp(SdkHttpClient real) {
    this.real = real;
  }

  /** What happens to a call. */
  sealed interface Fault {
    /** It has its effect, and nobody is told. */
    record AnswerLost() implements Fault {}

    /** It is answered so, and has no effect. */
    record Answered(int status, String body) implements Fault {}

    /** The connection breaks in the middle of the answer. */
    record Broken() implements Fault {}

    /** The answer is not what its checksum says. */
    record Falsified() implements Fault {}
  }

  /** From now on: the first call meets the first of these, and so on. */
  void meets(Fault... next) {
    requests.clear();
    faults.clear();
    faults.addAll(List.of(next));
  }

  List<SdkHttpRequest> requests() {
    return List.copyOf(requests);
  }

  @Override
  public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
    ExecutableHttpRequest prepared = real.prepareRequest(request);
    return new ExecutableHttpRequest() {
      @Override
      public HttpExecuteResponse call() throws IOException {
        requests.add(request.httpRequest());
        return answer(prepared, faults.poll());
      }

      @Override
      public void abort() {
        prepared.abort();
      }
    };
  }

  private static HttpExecuteResponse answer(ExecutableHttpRequest call, @Nullable Fault fault)
      throws IOException {
    return switch (fault) {
      case null -> call.call();
      case Fault.AnswerLost _ -> {
        body(call.call()).close();
        throw new SocketTimeoutException("No answer");
      }
      case Fault.Answered(int status, String body) ->
          answer(
              SdkHttpResponse.builder().statusCode(status).build(),
              new ByteArrayInputStream(body.getBytes(UTF_8)));
      case Fault.Broken _ -> {
        HttpExecuteResponse whole = call.call();
        byte[] half = body(whole).readNBytes(1_000);
        yield answer(
            whole.httpResponse(),
            new SequenceInputStream(new ByteArrayInputStream(half), new BrokenStream()));
      }
      case Fault.Falsified _ -> {
        HttpExecuteResponse whole = call.call();
        SdkHttpResponse head =
            whole.httpResponse().toBuilder().putHeader("x-amz-checksum-crc32", "AAAAAA==").build();
        yield answer(head, body(whole));
      }
    };
  }

  private static InputStream body(HttpExecuteResponse answer) {
    return answer.responseBody().orElseGet(AbortableInputStream::createEmpty);
  }

  private static HttpExecuteResponse answer(SdkHttpResponse head, InputStream body) {
    return HttpExecuteResponse.builder()
        .response(head)
        .responseBody(AbortableInputStream.create(body))
        .build();
  }

  private static final class BrokenStream extends InputStream {
    @Override
    public int read() throws IOException {
      throw new IOException("Connection reset");
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
      return read();
    }
  }

  @Override
  public void close() {
    real.close();
  }
}
