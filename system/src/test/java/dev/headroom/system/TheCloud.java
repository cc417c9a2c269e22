package dev.headroom.system;

import dev.headroom.local.LocalCloud;
import dev.headroom.local.LocalOptions;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Starts the whole system once in a JVM, and gives it to every test that asks for a {@link
 * LocalCloud}.
 */
public final class TheCloud implements ParameterResolver {
  /** Patient with Redis, and a test may ask as often as it likes. */
  public static final Map<String, String> UNLIMITED = patientWith("RATE_LIMIT_ENABLED", "false");

  /** It ends with the JVM, which runs one class after another and no two of them together. */
  private static final class Shared {
    private static final LocalCloud CLOUD =
        LocalCloud.start(LocalOptions.of(TheTemplate.FILE).withEnvironment(UNLIMITED));

    static {
      Runtime.getRuntime().addShutdownHook(new Thread(CLOUD::close));
    }
  }

  /** The settings of {@link TheTemplate#PATIENT}, and one more. */
  public static Map<String, String> patientWith(String name, String value) {
    Map<String, String> all = new HashMap<>(TheTemplate.PATIENT);
    all.put(name, value);
    return Map.copyOf(all);
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == LocalCloud.class;
  }

  @Override
  public LocalCloud resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return Shared.CLOUD;
  }
}
