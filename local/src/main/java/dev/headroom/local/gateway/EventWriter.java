package dev.headroom.local.gateway;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.headroom.json.Json;
import dev.headroom.local.template.Arn;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Writes a request as the event that a function gets: payload format 2.0 of
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
 */
final class EventWriter {
  static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("dd/MMM/yyyy:HH:mm:ss Z", Locale.ROOT).withZone(ZoneOffset.UTC);

  private static final Pattern TEXT =
      Pattern.compile(
          "(text/.*|application/(json|xml|javascript|.*\\+json|.*\\+xml))(;.*)?",
          Pattern.CASE_INSENSITIVE);

  private final String apiId;

  EventWriter(String apiId) {
    this.apiId = apiId;
  }

  byte[] write(IncomingRequest request, byte[] body, Routes.Match match, Decision decision) {
    ObjectNode event = Json.CAMEL_CASE.createObjectNode();
    event
        .put("version", "2.0")
        .put("routeKey", match.route().key())
        // HTTP APIs decode it, raw as it is called; REST APIs and function URLs do not.
        .put("rawPath", Percent.decodePath(request.path()))
        .put("rawQueryString", request.query());
    if (!request.cookies().isEmpty()) {
      request.cookies().forEach(event.putArray("cookies")::add);
    }
    texts(event, "headers", request.headers());
    texts(event, "queryStringParameters", query(request.query()));
    requestContext(event.putObject("requestContext"), request, match, decision);
    texts(event, "pathParameters", match.variables());
    body(event, request, body);
    try {
      return Json.CAMEL_CASE.writeValueAsBytes(event);
    } catch (JsonProcessingException fault) {
      throw new IllegalStateException("A tree that is not JSON", fault);
    }
  }

  /** A mapping that is left out when it is empty. */
  private static void texts(ObjectNode event, String name, Map<String, String> texts) {
    if (!texts.isEmpty()) {
      ObjectNode object = event.putObject(name);
      texts.forEach(object::put);
    }
  }

  private static Map<String, String> query(String query) {
    var parameters = new TreeMap<String, String>();
    for (String pair : query.split("&", -1)) {
      if (!pair.isEmpty()) {
        int equals = pair.indexOf('=');
        String name = Percent.decodeQuery(equals < 0 ? pair : pair.substring(0, equals));
        String value = equals < 0 ? "" : Percent.decodeQuery(pair.substring(equals + 1));
        parameters.merge(name, value, (first, second) -> first + "," + second);
      }
    }
    return parameters;
  }

  private void requestContext(
      ObjectNode context, IncomingRequest request, Routes.Match match, Decision decision) {
    String domain = request.header("host").orElse("localhost");
    context
        .put("accountId", Arn.ACCOUNT)
        .put("apiId", apiId)
        .put("domainName", domain)
        .put("domainPrefix", domain.split("[.:]", 2)[0]);
    if (decision instanceof Decision.Allowed allowed) {
      ObjectNode jwt = context.putObject("authorizer").putObject("jwt");
      ObjectNode claims = jwt.putObject("claims");
      allowed.claims().forEach(claims::put);
      if (allowed.scopes().isEmpty()) {
        jwt.putNull("scopes");
      } else {
        allowed.scopes().forEach(jwt.putArray("scopes")::add);
      }
    }
    context
        .putObject("http")
        .put("method", request.method())
        .put("path", Percent.decodePath(request.path()))
        .put("protocol", request.protocol())
        .put("sourceIp", request.sourceIp())
        .put("userAgent", request.header("user-agent").orElse(""));
    context
        .put("requestId", request.requestId())
        .put("routeKey", match.route().key())
        .put("stage", "$default")
        .put("time", TIME.format(request.time()))
        .put("timeEpoch", request.time().toEpochMilli());
  }

  private static void body(ObjectNode event, IncomingRequest request, byte[] body) {
    Optional<String> text = text(request, body);
    if (body.length > 0) {
      event.put("body", text.orElseGet(() -> Base64.getEncoder().encodeToString(body)));
    }
    event.put("isBase64Encoded", body.length > 0 && text.isEmpty());
  }

  /** The body as text: when its type says that it is, and it is not compressed. */
  private static Optional<String> text(IncomingRequest request, byte[] body) {
    String type = request.header("content-type").orElse("text/plain");
    if (request.header("content-encoding").isPresent() || !TEXT.matcher(type).matches()) {
      return Optional.empty();
    }
    try {
      var decoder = StandardCharsets.UTF_8.newDecoder();
      return Optional.of(decoder.decode(ByteBuffer.wrap(body)).toString());
    } catch (CharacterCodingException _) {
      return Optional.empty();
    }
  }
}
