package dev.headroom.local.template;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads an AWS::DynamoDB::Table. */
final class TableReader {
  private static final Map<String, String> NO_EFFECT =
      Map.of(
          "BillingMode", "cost",
          "ProvisionedThroughput", "cost",
          "PointInTimeRecoverySpecification", "backup",
          "SSESpecification", "encryption",
          "DeletionProtectionEnabled", "stack life cycle",
          "Tags", "words");

  private TableReader() {}

  static TableSpec read(String name, Section table) {
    table.withoutEffect(NO_EFFECT);
    var spec =
        new TableSpec(
            name,
            attributes(table),
            keys(table),
            table.sections("GlobalSecondaryIndexes").stream().map(TableReader::index).toList(),
            table.section("StreamSpecification").map(TableReader::streamView),
            table.section("TimeToLiveSpecification").flatMap(TableReader::ttlAttribute));
    table.nothingElse();
    return spec;
  }

  private static Map<String, String> attributes(Section table) {
    var attributes = new LinkedHashMap<String, String>();
    for (Section attribute : table.sections("AttributeDefinitions")) {
      attributes.put(
          attribute.requiredText("AttributeName"), attribute.requiredText("AttributeType"));
      attribute.nothingElse();
    }
    return attributes;
  }

  private static TableSpec.Keys keys(Section of) {
    Optional<String> partition = Optional.empty();
    Optional<String> sort = Optional.empty();
    for (Section key : of.sections("KeySchema")) {
      Optional<String> attribute = Optional.of(key.requiredText("AttributeName"));
      switch (key.requiredText("KeyType")) {
        case "HASH" -> partition = attribute;
        case "RANGE" -> sort = attribute;
        default -> key.fault("KeyType", "must be HASH or RANGE.");
      }
      key.nothingElse();
    }
    if (partition.isEmpty()) {
      of.fault("KeySchema", "must have a HASH key.");
    }
    return new TableSpec.Keys(partition.orElse(""), sort);
  }

  private static TableSpec.Index index(Section index) {
    index.withoutEffect(Map.of("ProvisionedThroughput", "cost"));
    Optional<Section> projection = index.section("Projection");
    var spec =
        new TableSpec.Index(
            index.requiredText("IndexName"),
            keys(index),
            projection.map(of -> of.requiredText("ProjectionType")).orElse("ALL"),
            projection.map(of -> of.texts("NonKeyAttributes")).orElse(List.of()));
    projection.ifPresent(Section::nothingElse);
    index.nothingElse();
    return spec;
  }

  private static String streamView(Section stream) {
    String view = stream.requiredText("StreamViewType");
    stream.nothingElse();
    return view;
  }

  private static Optional<String> ttlAttribute(Section ttl) {
    boolean enabled = ttl.flag("Enabled").orElse(false);
    String attribute = ttl.requiredText("AttributeName");
    ttl.nothingElse();
    return enabled ? Optional.of(attribute) : Optional.empty();
  }
}
