package dev.headroom.local.gateway;

import dev.headroom.local.identity.IdentityEndpoints;
import dev.headroom.local.identity.IdentityProvider;
import dev.headroom.local.identity.SigningKey;
import dev.headroom.local.lambda.LambdaFunction;
import dev.headroom.local.log.LineFile;
import dev.headroom.local.template.ApiSpec;
import dev.headroom.local.template.Template;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The gateway of test-template.yaml with its functions, and no engines. */
public final class GatewayFixture implements AutoCloseable {
  private final Listener listener = Listener.bind(0);
  private final HttpClient client = HttpClient.newHttpClient();
  private final Map<String, LambdaFunction> functions = new HashMap<>();
  public final IdentityProvider identity;

  public GatewayFixture(Path logs, Map<String, String> parameters) {
    var given = new HashMap<>(parameters);
    given.put("JwtIssuer", listener.url());
    Template template = Template.read(Path.of("src/test/resources/test-template.yaml"), given);
    template
        .functions()
        .forEach((id, spec) -> functions.put(id, LambdaFunction.load(spec, spec.environment())));
    identity =
        new IdentityProvider(
            listener.url(), "headroom", SigningKey.load(Optional.empty()), InstantSource.system());
    ApiSpec api = hardlyRefilled(template.api().orElseThrow());
    var accessLog =
        new AccessLog(
            api.accessLogFormat().orElseThrow(), LineFile.open(logs.resolve("access.log")));
    var gateway =
        new HttpGateway(
            api,
            template.routes(),
            functions,
            identity.publicKeys(),
            Optional.of(accessLog),
            InstantSource.system());
    var endpoints =
        new IdentityEndpoints(identity, Set.of("performance.read", "performance.write"));
    listener.serve(
        exchange ->
            (IdentityEndpoints.PATHS.contains(exchange.getRequestURI().getPath())
                    ? endpoints
                    : gateway)
                .handle(exchange));
  }

  /** What a test has used up of the burst is not there again while the test lasts. */
  private static ApiSpec hardlyRefilled(ApiSpec api) {
    return new ApiSpec(
        api.id(),
        api.authorizer(),
        api.cors(),
        api.throttle().map(throttle -> new ApiSpec.Throttle(0.01, throttle.burst())),
        api.accessLogFormat());
  }

  public String url() {
    return listener.url();
  }

  public String token(String... scopes) {
    return identity.token("tester", Optional.of("acme"), List.of(scopes), Duration.ofMinutes(5));
  }

  public HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(listener.url() + path));
  }

  public HttpResponse<String> get(String path, String... headers) {
    HttpRequest.Builder request = request(path);
    for (int i = 0; i < headers.length; i += 2) {
      request.header(headers[i], headers[i + 1]);
    }
    return send(request);
  }

  public HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException | InterruptedException fault) {
      throw new AssertionError(fault);
    }
  }

  @Override
  public void close() {
    listener.close();
    functions.values().forEach(LambdaFunction::close);
    client.close();
  }
}
