package dev.headroom.local.handlers;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** Answers in all the ways that a function can. */
public final class Behave
    implements RequestHandler<APIGatewayV2HTTPEvent, APIGatewayV2HTTPResponse> {
  private final Map<String, String> environment;

  public Behave(Map<String, String> environment) {
    this.environment = environment;
  }

  @Override
  public APIGatewayV2HTTPResponse handleRequest(APIGatewayV2HTTPEvent event, Context context) {
    return switch (event.getPathParameters().getOrDefault("how", "")) {
      case "throw" -> throw new IllegalStateException("a secret detail");
      case "hang" -> hang();
      case "nonsense" -> answer(-1, "");
      case "huge" -> answer(200, "x".repeat(6 * 1024 * 1024 + 1));
      case "environment" -> answer(200, environment.toString());
      case "context" ->
          answer(200, context.getFunctionName() + " " + context.getRemainingTimeInMillis());
      case "cookies" -> {
        APIGatewayV2HTTPResponse answer = answer(200, "");
        answer.setCookies(List.of("a=1", "b=2"));
        yield answer;
      }
      case "binary" -> {
        APIGatewayV2HTTPResponse answer =
            answer(200, Base64.getEncoder().encodeToString(new byte[] {0, -1}));
        answer.setIsBase64Encoded(true);
        yield answer;
      }
      case "bad-header" -> {
        APIGatewayV2HTTPResponse answer = answer(200, "");
        answer.setHeaders(Map.of("x-split", "a\r\nb"));
        yield answer;
      }
      case "nothing" -> answer(204, "");
      case "own-cors" -> {
        APIGatewayV2HTTPResponse answer = answer(200, "");
        answer.setHeaders(Map.of("Access-Control-Allow-Origin", "https://evil.example"));
        yield answer;
      }
      case String other -> answer(200, other);
    };
  }

  private static APIGatewayV2HTTPResponse hang() {
    try {
      new CountDownLatch(1).await();
      throw new IllegalStateException("A latch that nobody opens was opened");
    } catch (InterruptedException _) {
      return answer(200, "interrupted");
    }
  }

  private static APIGatewayV2HTTPResponse answer(int status, String body) {
    return APIGatewayV2HTTPResponse.builder().withStatusCode(status).withBody(body).build();
  }
}
