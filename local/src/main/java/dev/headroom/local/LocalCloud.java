package dev.headroom.local;

import com.nimbusds.jose.jwk.RSAKey;
import com.sun.net.httpserver.HttpHandler;
import dev.headroom.local.engine.EngineOptions;
import dev.headroom.local.engine.Engines;
import dev.headroom.local.gateway.AccessLog;
import dev.headroom.local.gateway.HttpGateway;
import dev.headroom.local.gateway.Listener;
import dev.headroom.local.identity.IdentityEndpoints;
import dev.headroom.local.identity.IdentityProvider;
import dev.headroom.local.identity.SigningKey;
import dev.headroom.local.lambda.InvokeApi;
import dev.headroom.local.lambda.LambdaFunction;
import dev.headroom.local.log.JavaLogging;
import dev.headroom.local.log.LineFile;
import dev.headroom.local.log.StandardOutput;
import dev.headroom.local.startup.CannotStart;
import dev.headroom.local.startup.DataFolder;
import dev.headroom.local.startup.Opened;
import dev.headroom.local.startup.Parallel;
import dev.headroom.local.template.ApiSpec;
import dev.headroom.local.template.FunctionSpec;
import dev.headroom.local.template.Template;
import dev.headroom.local.template.TemplateFile;
import dev.headroom.local.template.Trigger;
import dev.headroom.local.trigger.Poller;
import dev.headroom.local.trigger.QueuePoller;
import dev.headroom.local.trigger.Schedules;
import dev.headroom.local.trigger.StreamPlaces;
import dev.headroom.local.trigger.StreamPoller;
import dev.headroom.local.trigger.TableStream;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.stream.Collectors;

/**
 * The cloud that a template describes, in this JVM: its HTTP API, functions, queues, tables,
 * buckets and schedules, and an issuer of tokens.
 */
public final class LocalCloud implements AutoCloseable {
  /** The template's parameter that names the issuer of tokens; here it is the local one. */
  private static final String ISSUER_PARAMETER = "JwtIssuer";

  private final Opened opened = new Opened();
  private final InstantSource clock = InstantSource.system();
  private final Listener listener;
  private final Template template;
  private final IdentityProvider identity;
  private final Engines engines;
  private final Map<String, LambdaFunction> functions;
  private final List<Poller> pollers = new ArrayList<>();

  private LocalCloud(LocalOptions options) {
    try {
      options.data().ifPresent(folder -> opened.add(DataFolder.open(folder)));
      listener = opened.add(Listener.bind(options.port()));
      template = template(options);
      Listener invocations = opened.add(Listener.bind(0));
      EngineOptions replaced = options.engines().orLambda(URI.create(invocations.url()));
      try (var parts = new Parallel()) {
        Future<RSAKey> key = parts.start(() -> SigningKey.load(options.data()));
        engines =
            opened.add(
                Engines.start(template, options.data(), replaced, options.redisReplacedAfter()));
        identity = new IdentityProvider(listener.url(), audience(), Parallel.result(key), clock);
      }
      opened.add(
          StandardOutput.sift(opened.add(LineFile.open(options.logs().resolve("metrics.log")))));
      functions = loadFunctions();
      invocations.serve(new InvokeApi(functionsByName(), clock));
      if (options.triggers()) {
        startTriggers(options);
      }
      listener.serve(httpHandler(options.logs()));
    } catch (RuntimeException fault) {
      opened.closeAll();
      throw fault;
    }
  }

  /**
   * Starts everything that the template asks for. It is ready when this returns.
   *
   * @throws CannotStart with sentences for people that say what to do; nothing is left running
   */
  public static LocalCloud start(LocalOptions options) {
    // Read when the first logger is made, which none of the classes above has done so far.
    if (System.getProperty("headroom.log") == null) {
      System.setProperty("headroom.log", options.logs().resolve("local.log").toString());
    }
    JavaLogging.toLogFile();
    return new LocalCloud(options);
  }

  private Template template(LocalOptions options) {
    TemplateFile file =
        TemplateFile.read(options.template())
            .inStack(options.engines().stack())
            .withEnvironment(options.environment());
    var parameters = new HashMap<>(options.parameters());
    if (file.declares(ISSUER_PARAMETER)) {
      parameters.put(ISSUER_PARAMETER, listener.url());
    }
    return file.resolve(parameters);
  }

  private String audience() {
    return template
        .api()
        .flatMap(ApiSpec::authorizer)
        .flatMap(authorizer -> authorizer.audience().stream().findFirst())
        .orElse("headroom");
  }

  private Map<String, LambdaFunction> loadFunctions() {
    var loading = new LinkedHashMap<String, Future<LambdaFunction>>();
    try (var parts = new Parallel()) {
      for (FunctionSpec spec : template.functions().values()) {
        Map<String, String> environment = engines.environment(spec.id());
        loading.put(
            spec.id(), parts.start(() -> opened.add(LambdaFunction.load(spec, environment))));
      }
    }
    return Parallel.results(loading);
  }

  private Map<String, LambdaFunction> functionsByName() {
    return template.functions().values().stream()
        .collect(Collectors.toMap(FunctionSpec::name, spec -> function(spec.id())));
  }

  private void startTriggers(LocalOptions options) {
    var schedules = opened.add(new Schedules(options.scheduleMinute(), clock));
    template
        .triggers()
        .forEach(
            trigger -> {
              switch (trigger) {
                case Trigger.Route _ -> {
                  // the gateway's
                }
                case Trigger.QueueSource source -> pollers.add(opened.add(start(source)));
                case Trigger.StreamSource source ->
                    pollers.add(opened.add(poller(source, options.data())));
                case Trigger.Schedule schedule ->
                    schedules.add(schedule, function(schedule.function()));
              }
            });
  }

  /**
   * Starts to take messages from a queue to a function, beside the triggers that are under way. The
   * caller closes it, before the cloud.
   */
  public QueuePoller start(Trigger.QueueSource source) {
    return QueuePoller.start(
        source,
        engines.sqsFor(source.function()),
        engines.queueUrl(source.queue()),
        function(source.function()));
  }

  /**
   * Starts to take the changes of a table to a function, beside the triggers that are under way.
   * How far it has read is kept in memory. The caller closes it, before the cloud.
   */
  public StreamPoller start(Trigger.StreamSource source) {
    return poller(source, Optional.empty());
  }

  private StreamPoller poller(Trigger.StreamSource source, Optional<Path> data) {
    String file = source.function() + "." + source.table() + ".json";
    return StreamPoller.start(
        source,
        new TableStream(engines.streamsFor(source.function()), engines.streamArn(source.table())),
        function(source.function()),
        data.map(folder -> StreamPlaces.in(folder.resolve("streams").resolve(file)))
            .orElseGet(StreamPlaces::inMemory),
        clock);
  }

  private HttpHandler httpHandler(Path logs) {
    Set<String> scopes =
        template.routes().stream()
            .flatMap(route -> route.scopes().stream())
            .flatMap(Set::stream)
            .collect(Collectors.toSet());
    var identityEndpoints = new IdentityEndpoints(identity, scopes);
    Optional<HttpHandler> gateway = template.api().map(api -> gateway(api, logs));
    return exchange -> {
      boolean forIdentity = IdentityEndpoints.PATHS.contains(exchange.getRequestURI().getPath());
      (forIdentity ? identityEndpoints : gateway.orElse(identityEndpoints)).handle(exchange);
    };
  }

  private HttpHandler gateway(ApiSpec api, Path logs) {
    Optional<AccessLog> accessLog =
        api.accessLogFormat()
            .map(
                format ->
                    new AccessLog(format, opened.add(LineFile.open(logs.resolve("access.log")))));
    return new HttpGateway(
        api, template.routes(), functions, identity.publicKeys(), accessLog, clock);
  }

  /** Where the HTTP API and the identity provider are, without a slash at the end. */
  public String url() {
    return listener.url();
  }

  public Template template() {
    return template;
  }

  public IdentityProvider identity() {
    return identity;
  }

  public Engines engines() {
    return engines;
  }

  /**
   * A function, to be invoked without a trigger.
   *
   * @param id its logical id
   * @throws IllegalArgumentException when the template has no such function
   */
  public LambdaFunction function(String id) {
    LambdaFunction function = functions.get(id);
    if (function == null) {
      throw new IllegalArgumentException("The template has no function " + id + ".");
    }
    return function;
  }

  /** Takes no more work, gives what runs a few seconds, and stops. */
  @Override
  public void close() {
    listener.close();
    pollers.forEach(Poller::stop);
    opened.closeAll();
  }
}
