package dev.headroom.cleanup.targets;

import dev.headroom.objects.ObjectStore;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * Provides targets of an application. The clean-up functions find providers with {@link
 * ServiceLoader}: a jar on their class path (on AWS, a layer) names its provider in {@code
 * META-INF/services/dev.headroom.cleanup.targets.CleanupTargetProvider}. The class is public and
 * has a public constructor without parameters.
 */
public interface CleanupTargetProvider {
  /**
   * Returns the targets, in the order in which a run takes them. It is called once, when the
   * function starts.
   *
   * @throws RuntimeException when a setting is missing or wrong; then the function does not start
   */
  List<CleanupTarget> targets(Context context);

  /**
   * What a target may need. The functions' roles must allow what a target does with it.
   *
   * @param objects the object store of the deployment
   * @param environment the environment variables of the function
   */
  record Context(DynamoDbClient dynamoDb, ObjectStore objects, Map<String, String> environment) {}

  /** Returns the targets of all providers on the class path, in the order of the classes' names. */
  static List<CleanupTarget> find(Context context) {
    return ServiceLoader.load(
            CleanupTargetProvider.class, CleanupTargetProvider.class.getClassLoader())
        .stream()
        .sorted(Comparator.comparing(provider -> provider.type().getName()))
        .flatMap(provider -> provider.get().targets(context).stream())
        .toList();
  }
}
