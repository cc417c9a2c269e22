package dev.headroom.local.engine;

import dev.headroom.local.template.Arn;
import dev.headroom.local.template.FunctionSpec;
import java.net.URI;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The environment variables that a function gets: the template's, and those that Lambda sets. */
final class Environments {
  private final URI dynamoDb;
  private final URI sqs;
  private final Optional<URI> s3;
  private final Optional<URI> lambda;
  private final List<Map.Entry<String, String>> replacements;

  /**
   * @param replacements from what the template's values say for AWS to what they say here
   */
  Environments(URI dynamoDb, URI sqs, EngineOptions options, Map<String, String> replacements) {
    this.dynamoDb = dynamoDb;
    this.sqs = sqs;
    this.s3 = options.s3();
    this.lambda = options.lambda();
    // The longest first: one queue's URL may begin with another's.
    this.replacements =
        replacements.entrySet().stream()
            .sorted(Comparator.comparingInt(replacement -> -replacement.getKey().length()))
            .toList();
  }

  Map<String, String> of(FunctionSpec function) {
    var environment = new LinkedHashMap<String, String>();
    function.environment().forEach((name, value) -> environment.put(name, here(value)));
    environment.put("AWS_REGION", Arn.REGION);
    environment.put("AWS_DEFAULT_REGION", Arn.REGION);
    // The access key stands in every signed call, and so tells whose call it is.
    environment.put("AWS_ACCESS_KEY_ID", function.id());
    environment.put("AWS_SECRET_ACCESS_KEY", "local");
    environment.put("AWS_ENDPOINT_URL_DYNAMODB", dynamoDb.toString());
    environment.put("AWS_ENDPOINT_URL_SQS", sqs.toString());
    s3.ifPresent(uri -> environment.put("AWS_ENDPOINT_URL_S3", uri.toString()));
    lambda.ifPresent(uri -> environment.put("AWS_ENDPOINT_URL_LAMBDA", uri.toString()));
    environment.put("AWS_LAMBDA_FUNCTION_NAME", function.name());
    environment.put("AWS_LAMBDA_FUNCTION_VERSION", "$LATEST");
    environment.put("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", String.valueOf(function.memoryMegabytes()));
    environment.put("AWS_LAMBDA_LOG_GROUP_NAME", function.logGroup());
    environment.put("AWS_LAMBDA_INITIALIZATION_TYPE", "on-demand");
    environment.put("_HANDLER", function.handler());
    return Map.copyOf(environment);
  }

  private String here(String value) {
    String here = value;
    for (var replacement : replacements) {
      here = here.replace(replacement.getKey(), replacement.getValue());
    }
    return here;
  }
}
