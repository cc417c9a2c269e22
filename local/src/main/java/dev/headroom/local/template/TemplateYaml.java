package dev.headroom.local.template;

import dev.headroom.local.startup.CannotStart;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.AbstractConstruct;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.representer.Representer;
import org.yaml.snakeyaml.resolver.Resolver;

/** YAML with CloudFormation's tags: {@code !GetAtt A.B} is read as {@code Fn::GetAtt: [A, B]}. */
final class TemplateYaml extends SafeConstructor {
  private TemplateYaml(LoaderOptions options) {
    super(options);
    yamlMultiConstructors.put("!", new ShortForm());
  }

  /**
   * @param name what the text is called in a fault
   */
  static Map<?, ?> read(String name, String text) {
    var options = new LoaderOptions();
    options.setAllowDuplicateKeys(false);
    var dumper = new DumperOptions();
    var yaml =
        new Yaml(
            new TemplateYaml(options),
            new Representer(dumper),
            dumper,
            options,
            new NoTimestamps());
    try {
      if (yaml.load(text) instanceof Map<?, ?> root) {
        return root;
      }
    } catch (YAMLException fault) {
      throw new CannotStart(name + " is not readable as YAML: " + fault.getMessage(), fault);
    }
    throw new CannotStart(name + " is not a template: it must be a YAML mapping.");
  }

  private final class ShortForm extends AbstractConstruct {
    @Override
    public Object construct(Node node) {
      String function = node.getTag().getValue().substring(1);
      Object argument =
          switch (node) {
            case ScalarNode scalar -> scalar.getValue();
            case SequenceNode sequence -> constructSequence(sequence);
            case MappingNode mapping -> constructMapping(mapping);
            default -> throw new YAMLException("A tag on an alias: " + node.getStartMark());
          };
      return switch (function) {
        case "Ref", "Condition" -> Map.of(function, argument);
        case "GetAtt" -> Map.of("Fn::GetAtt", attribute(argument));
        default -> Map.of("Fn::" + function, argument);
      };
    }

    private static Object attribute(Object argument) {
      return argument instanceof String dotted
          ? List.of((Object[]) dotted.split("\\.", 2))
          : argument;
    }
  }

  /** {@code Version: 2012-10-17} is text. */
  private static final class NoTimestamps extends Resolver {
    @Override
    protected void addImplicitResolvers() {
      addImplicitResolver(Tag.BOOL, BOOL, "yYnNtTfFoO");
      addImplicitResolver(Tag.INT, INT, "-+0123456789");
      addImplicitResolver(Tag.FLOAT, FLOAT, "-+0123456789.");
      addImplicitResolver(Tag.MERGE, MERGE, "<");
      addImplicitResolver(Tag.NULL, NULL, "~nN\0");
      addImplicitResolver(Tag.NULL, EMPTY, null);
    }
  }
}
