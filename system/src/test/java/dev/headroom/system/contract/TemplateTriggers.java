package dev.headroom.system.contract;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;

/** The names of all event sources in a template: {@code Function.Event}. */
record TemplateTriggers(Path file) {
  List<String> names() throws IOException {
    return names(_ -> true);
  }

  /** Those of one type, such as HttpApi or SQS. */
  List<String> ofType(String type) throws IOException {
    return names(event -> event.equals(type));
  }

  private List<String> names(Predicate<String> type) throws IOException {
    List<String> names = new ArrayList<>();
    try (var reader = Files.newBufferedReader(file)) {
      Node root = new Yaml(new LoaderOptions()).compose(reader);
      for (var resource : child(root, "Resources").getValue()) {
        var properties = child(resource.getValueNode(), "Properties");
        for (var event : child(properties, "Events").getValue()) {
          if (type.test(text(event.getValueNode(), "Type"))) {
            names.add(name(resource.getKeyNode()) + "." + name(event.getKeyNode()));
          }
        }
      }
    }
    return names;
  }

  private static MappingNode child(Node parent, String name) {
    if (parent instanceof MappingNode mapping) {
      for (var tuple : mapping.getValue()) {
        if (name(tuple.getKeyNode()).equals(name)
            && tuple.getValueNode() instanceof MappingNode child) {
          return child;
        }
      }
    }
    return new MappingNode(
        org.yaml.snakeyaml.nodes.Tag.MAP,
        List.of(),
        org.yaml.snakeyaml.DumperOptions.FlowStyle.AUTO);
  }

  private static String text(Node parent, String name) {
    return ((MappingNode) parent)
        .getValue().stream()
            .filter(tuple -> name(tuple.getKeyNode()).equals(name))
            .map(tuple -> name(tuple.getValueNode()))
            .findFirst()
            .orElse("");
  }

  private static String name(Node node) {
    return node instanceof ScalarNode scalar ? scalar.getValue() : "";
  }
}
