package dev.headroom.local.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.amazonaws.services.lambda.runtime.serialization.PojoSerializer;
import com.amazonaws.services.lambda.runtime.serialization.events.LambdaEventSerializers;
import com.amazonaws.services.lambda.runtime.serialization.factories.JacksonFactory;
import dev.headroom.local.startup.CannotStart;
import dev.headroom.local.template.FunctionSpec;
import dev.headroom.settings.Settings;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes the handler that a function of the template names. */
final class HandlerLoader {
  private final FunctionSpec function;

  HandlerLoader(FunctionSpec function) {
    this.function = function;
  }

  /**
   * Constructs the handler: by a public constructor that takes the environment, else by the one
   * without arguments.
   *
   * @throws CannotStart when it is not there, is no handler, or does not construct
   */
  Handler load(Map<String, String> environment) {
    try {
      return adapt(construct(environment));
    } catch (ClassNotFoundException fault) {
      throw fault("is not on the class path", fault);
    } catch (InvocationTargetException fault) {
      if (fault.getCause() instanceof Settings.Wrong wrong) {
        throw new CannotStart(String.join("; ", wrong.faults()) + ".", wrong);
      }
      throw fault("did not construct: " + fault.getCause(), fault);
    } catch (ReflectiveOperationException fault) {
      throw fault(
          "has no public constructor, without arguments or with a Map for the environment", fault);
    }
  }

  private Object construct(Map<String, String> environment) throws ReflectiveOperationException {
    String className = function.handler().replaceFirst("::handleRequest$", "");
    Class<?> handlerClass = Class.forName(className);
    for (var constructor : handlerClass.getConstructors()) {
      if (Arrays.equals(constructor.getParameterTypes(), new Class<?>[] {Map.class})) {
        return constructor.newInstance(environment);
      }
    }
    return handlerClass.getConstructor().newInstance();
  }

  private Handler adapt(Object handler) {
    return switch (handler) {
      case RequestStreamHandler streams -> streams::handleRequest;
      case RequestHandler<?, ?> objects -> adapt(objects);
      default -> throw fault("is neither a RequestHandler nor a RequestStreamHandler", null);
    };
  }

  @SuppressWarnings("unchecked") // the method was found by the very types that it takes and gives
  private Handler adapt(RequestHandler<?, ?> handler) {
    Method method = handleRequest(handler.getClass());
    PojoSerializer<Object> events = serializer(method.getGenericParameterTypes()[0]);
    PojoSerializer<Object> answers = serializer(method.getGenericReturnType());
    var typed = (RequestHandler<Object, Object>) handler;
    return (event, answer, context) ->
        answers.toJson(typed.handleRequest(events.fromJson(event), context), answer);
  }

  private Method handleRequest(Class<?> handlerClass) {
    return Arrays.stream(handlerClass.getMethods())
        .filter(method -> method.getName().equals("handleRequest"))
        .filter(method -> method.getParameterCount() == 2 && !method.isBridge())
        .filter(method -> method.getParameterTypes()[1] == Context.class)
        .findFirst()
        .orElseThrow(() -> fault("has no handleRequest with types of its own", null));
  }

  /** As Lambda's Java runtime chooses: its event classes have mappings of their own. */
  @SuppressWarnings("unchecked") // a serializer of the type is used with values of that type alone
  private static PojoSerializer<Object> serializer(Type type) {
    if (type instanceof Class<?> event
        && LambdaEventSerializers.isLambdaSupportedEvent(event.getName())) {
      return LambdaEventSerializers.serializerFor((Class<Object>) event, event.getClassLoader());
    }
    return JacksonFactory.getInstance().getSerializer(type);
  }

  private CannotStart fault(String why, @Nullable Throwable cause) {
    return new CannotStart(
        "The function "
            + function.id()
            + " does not start: its handler "
            + function.handler()
            + " "
            + why
            + ".",
        cause);
  }
}
