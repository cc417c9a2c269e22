package dev.headroom.local.template;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * The resource types that a template may have here: how each is named, and what Ref and GetAtt
 * give.
 */
enum ResourceType {
  FUNCTION("AWS::Serverless::Function", "FunctionName"),
  HTTP_API("AWS::Serverless::HttpApi", "Name"),
  TABLE("AWS::DynamoDB::Table", "TableName"),
  QUEUE("AWS::SQS::Queue", "QueueName"),
  BUCKET("AWS::S3::Bucket", "BucketName"),
  ROLE("AWS::IAM::Role", "RoleName"),
  MANAGED_POLICY("AWS::IAM::ManagedPolicy", "ManagedPolicyName"),
  LOG_GROUP("AWS::Logs::LogGroup", "LogGroupName"),
  CACHE("AWS::ElastiCache::ServerlessCache", "ServerlessCacheName"),
  CACHE_USER("AWS::ElastiCache::User", "UserId"),
  CACHE_USER_GROUP("AWS::ElastiCache::UserGroup", "UserGroupId"),
  /** All of {@link NoEffect#isNetwork}. */
  NETWORK("AWS::EC2", "");

  private final String type;
  private final String nameProperty;

  ResourceType(String type, String nameProperty) {
    this.type = type;
    this.nameProperty = nameProperty;
  }

  static Optional<ResourceType> of(String type) {
    return NoEffect.isNetwork(type)
        ? Optional.of(NETWORK)
        : Arrays.stream(values()).filter(known -> known.type.equals(type)).findFirst();
  }

  String nameProperty() {
    return nameProperty;
  }

  /**
   * Returns the name of a resource without a name property.
   *
   * @param stack begins the names of those that may be kept where other stacks are, too
   */
  String defaultName(Optional<String> stack, String logicalId) {
    String inStack = stack.map(name -> name + "-" + logicalId).orElse(logicalId);
    return switch (this) {
      case TABLE, QUEUE -> inStack;
      case BUCKET -> inStack.toLowerCase(Locale.ROOT);
      case FUNCTION,
          HTTP_API,
          ROLE,
          MANAGED_POLICY,
          LOG_GROUP,
          CACHE,
          CACHE_USER,
          CACHE_USER_GROUP,
          NETWORK ->
          logicalId;
    };
  }

  String ref(String name) {
    return switch (this) {
      case QUEUE -> QueueSpec.url(name);
      case MANAGED_POLICY -> Arn.policy(name);
      case FUNCTION,
          HTTP_API,
          TABLE,
          BUCKET,
          ROLE,
          LOG_GROUP,
          CACHE,
          CACHE_USER,
          CACHE_USER_GROUP,
          NETWORK ->
          name;
    };
  }

  Optional<String> attribute(String name, String attribute) {
    return switch (attribute) {
      case "Arn" -> arn(name);
      case "StreamArn" -> this == TABLE ? Optional.of(Arn.stream(name)) : Optional.empty();
      case "PolicyArn" -> this == MANAGED_POLICY ? Optional.of(ref(name)) : Optional.empty();
      case "QueueName" -> this == QUEUE ? Optional.of(name) : Optional.empty();
      case "QueueUrl" -> this == QUEUE ? Optional.of(ref(name)) : Optional.empty();
      case "ARN" -> this == CACHE ? Optional.of(Arn.cache(name)) : Optional.empty();
      case "Endpoint.Address" ->
          this == CACHE ? Optional.of(CacheSpec.address(name)) : Optional.empty();
      case "Endpoint.Port" -> this == CACHE ? Optional.of(CacheSpec.PORT) : Optional.empty();
      case "AllocationId", "GroupId" -> this == NETWORK ? Optional.of(name) : Optional.empty();
      default -> Optional.empty();
    };
  }

  private Optional<String> arn(String name) {
    return switch (this) {
      case FUNCTION -> Optional.of(Arn.function(name));
      case TABLE -> Optional.of(Arn.table(name));
      case QUEUE -> Optional.of(Arn.queue(name));
      case BUCKET -> Optional.of(Arn.bucket(name));
      case ROLE -> Optional.of(Arn.role(name));
      case LOG_GROUP -> Optional.of(Arn.logGroup(name));
      case CACHE_USER -> Optional.of(Arn.cacheUser(name));
      case HTTP_API, MANAGED_POLICY, CACHE, CACHE_USER_GROUP, NETWORK -> Optional.empty();
    };
  }
}
