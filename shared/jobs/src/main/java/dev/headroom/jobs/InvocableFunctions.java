package dev.headroom.jobs;

import dev.headroom.settings.Settings;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The Lambda functions of the user's own that the job type {@code invoke} may call.
 *
 * @param arns of functions, or of versions and aliases of them: nothing else is meant by one
 */
public record InvocableFunctions(List<String> arns) {
  public static final InvocableFunctions NONE = new InvocableFunctions(List.of());

  private static final String BEFORE_NAME = ":function:";
  private static final Pattern ARN =
      Pattern.compile(
          "arn:[a-z-]+:lambda:[a-z0-9-]+:[0-9]{12}:function:[A-Za-z0-9_-]+(:[A-Za-z0-9$_-]+)?");

  public InvocableFunctions {
    arns = List.copyOf(arns);
  }

  /** Reads {@code INVOCABLE_FUNCTIONS}: ARNs, separated by commas; none when it is not set. */
  public static InvocableFunctions read(Settings settings) {
    return new InvocableFunctions(
        settings.texts("INVOCABLE_FUNCTIONS", ARN, "the ARN of a Lambda function"));
  }

  /**
   * The ARN of a function that may be called.
   *
   * @param function its ARN, or its name with its qualifier, if it has one and no other function
   *     has the same
   */
  public Optional<String> arn(String function) {
    List<String> called =
        arns.stream()
            .filter(arn -> arn.equals(function) || name(arn).equals(function))
            .distinct()
            .toList();
    return called.size() == 1 ? Optional.of(called.getFirst()) : Optional.empty();
  }

  /** Everything that {@link #arn} finds. */
  public List<String> names() {
    return Stream.concat(arns.stream().map(InvocableFunctions::name), arns.stream())
        .distinct()
        .filter(function -> arn(function).isPresent())
        .toList();
  }

  private static String name(String arn) {
    return arn.substring(arn.indexOf(BEFORE_NAME) + BEFORE_NAME.length());
  }
}
