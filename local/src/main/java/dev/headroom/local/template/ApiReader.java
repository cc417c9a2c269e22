package dev.headroom.local.template;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads an AWS::Serverless::HttpApi. */
final class ApiReader {
  private static final Map<String, String> NO_EFFECT =
      Map.of("Description", "words", "Tags", "words", "FailOnWarnings", "deployment");

  private ApiReader() {}

  static ApiSpec read(String id, Section api) {
    api.withoutEffect(NO_EFFECT);
    var spec =
        new ApiSpec(
            id,
            api.section("Auth").flatMap(ApiReader::authorizer),
            api.section("CorsConfiguration").map(ApiReader::cors),
            api.section("DefaultRouteSettings").flatMap(ApiReader::throttle),
            api.section("AccessLogSettings").flatMap(ApiReader::accessLogFormat));
    api.nothingElse();
    return spec;
  }

  private static Optional<ApiSpec.Authorizer> authorizer(Section auth) {
    Map<String, Section> authorizers = auth.namedSections("Authorizers");
    Optional<String> standard = auth.text("DefaultAuthorizer");
    auth.nothingElse();
    if (authorizers.size() != 1 || !standard.equals(authorizers.keySet().stream().findFirst())) {
      auth.fault(
          "Authorizers",
          "must be one, which DefaultAuthorizer names: more are not supported by the local cloud.");
      return Optional.empty();
    }
    return Optional.of(authorizer(standard.get(), authorizers.values().iterator().next()));
  }

  private static ApiSpec.Authorizer authorizer(String name, Section authorizer) {
    if (!authorizer.requiredText("IdentitySource").equals("$request.header.Authorization")) {
      authorizer.fault(
          "IdentitySource",
          "must be $request.header.Authorization: others are not supported by the local cloud.");
    }
    Optional<Section> jwt = authorizer.section("JwtConfiguration");
    if (jwt.isEmpty()) {
      authorizer.fault("JwtConfiguration", "is missing.");
    }
    var spec =
        new ApiSpec.Authorizer(
            name,
            jwt.map(of -> of.requiredText("issuer")).orElse(""),
            Set.copyOf(jwt.map(of -> of.texts("audience")).orElse(List.of())));
    jwt.ifPresent(Section::nothingElse);
    authorizer.nothingElse();
    return spec;
  }

  private static ApiSpec.Cors cors(Section cors) {
    var spec =
        new ApiSpec.Cors(
            cors.texts("AllowOrigins"),
            cors.texts("AllowMethods"),
            cors.texts("AllowHeaders"),
            cors.texts("ExposeHeaders"),
            cors.integer("MaxAge", 0, 86_400),
            cors.flag("AllowCredentials").orElse(false));
    cors.nothingElse();
    return spec;
  }

  private static Optional<ApiSpec.Throttle> throttle(Section settings) {
    settings.withoutEffect(Map.of("DetailedMetricsEnabled", "metrics"));
    Optional<Integer> rate = settings.integer("ThrottlingRateLimit", 0, Integer.MAX_VALUE);
    Optional<Integer> burst = settings.integer("ThrottlingBurstLimit", 0, Integer.MAX_VALUE);
    settings.nothingElse();
    return rate.flatMap(of -> burst.map(most -> new ApiSpec.Throttle(of, most)));
  }

  private static Optional<String> accessLogFormat(Section settings) {
    settings.withoutEffect(Map.of("DestinationArn", "a file of its own"));
    Optional<String> format = settings.text("Format");
    format.ifPresent(
        text ->
            AccessLogVariables.unknown(text)
                .forEach(
                    variable ->
                        settings.fault(
                            "Format",
                            "has "
                                + variable
                                + ", which HTTP APIs do not have or the local cloud does not know.")));
    settings.nothingElse();
    return format;
  }
}
