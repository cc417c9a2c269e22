package dev.headroom.local.template;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What changes nothing on one machine: resource types of which no property does, and the properties
 * that they may have; and those properties of a bucket and a cache. To the word that says why.
 */
final class NoEffect {
  private static final String NETWORK = "AWS::EC2::";

  private static final Map<String, Map<String, String>> BY_TYPE =
      Map.ofEntries(
          Map.entry(
              "AWS::S3::Bucket",
              Map.of(
                  "PublicAccessBlockConfiguration", "access",
                  "OwnershipControls", "access",
                  "BucketEncryption", "encryption",
                  "LifecycleConfiguration", "nothing here lives that long")),
          Map.entry(
              "AWS::Logs::LogGroup",
              Map.of("RetentionInDays", "one file", "LogGroupClass", "cost")),
          // What somebody else may attach; a role of the template that has it would be a fault.
          Map.entry(
              "AWS::IAM::ManagedPolicy",
              Map.of("PolicyDocument", "access", "Description", "words", "Path", "naming")),
          Map.entry(
              "AWS::ElastiCache::ServerlessCache",
              Map.of(
                  "CacheUsageLimits", "this machine",
                  "Description", "words",
                  "MajorEngineVersion", "one engine",
                  "SecurityGroupIds", "network",
                  "SubnetIds", "network",
                  "UserGroupId", "access")),
          Map.entry(
              "AWS::ElastiCache::User",
              all("access", "AccessString", "AuthenticationMode", "Engine", "UserName")),
          Map.entry("AWS::ElastiCache::UserGroup", all("access", "Engine", "UserIds")),
          network("VPC", "CidrBlock", "EnableDnsHostnames", "EnableDnsSupport"),
          network("Subnet", "AvailabilityZone", "CidrBlock", "VpcId"),
          network("RouteTable", "VpcId"),
          network("Route", "DestinationCidrBlock", "GatewayId", "NatGatewayId", "RouteTableId"),
          network("SubnetRouteTableAssociation", "RouteTableId", "SubnetId"),
          network("InternetGateway"),
          network("VPCGatewayAttachment", "InternetGatewayId", "VpcId"),
          network("NatGateway", "AllocationId", "SubnetId"),
          network("EIP", "Domain"),
          network("SecurityGroup", "GroupDescription", "SecurityGroupIngress", "VpcId"),
          network(
              "SecurityGroupIngress",
              "Description",
              "FromPort",
              "GroupId",
              "IpProtocol",
              "SourceSecurityGroupId",
              "ToPort"),
          network(
              "VPCEndpoint",
              "PrivateDnsEnabled",
              "RouteTableIds",
              "SecurityGroupIds",
              "ServiceName",
              "SubnetIds",
              "VpcEndpointType",
              "VpcId"));

  private NoEffect() {}

  private static Map.Entry<String, Map<String, String>> network(String type, String... properties) {
    return Map.entry(NETWORK + type, all("network", properties));
  }

  private static Map<String, String> all(String reason, String... properties) {
    return Arrays.stream(properties).collect(Collectors.toMap(Function.identity(), _ -> reason));
  }

  static boolean isNetwork(String type) {
    return type.startsWith(NETWORK) && BY_TYPE.containsKey(type);
  }

  /** The properties of a resource type that have no effect. */
  static Map<String, String> of(String type) {
    var properties = new HashMap<>(BY_TYPE.getOrDefault(type, Map.of()));
    properties.put("Tags", "words");
    return properties;
  }
}
