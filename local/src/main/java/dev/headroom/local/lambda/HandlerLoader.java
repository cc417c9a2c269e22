package dev.headroom.local.lambda;

import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.amazonaws.services.lambda.runtime.serialization.PojoSerializer;
import com.amazonaws.services.lambda.runtime.serialization.events.LambdaEventSerializers;
import com.amazonaws.services.lambda.runtime.serialization.factories.JacksonFactory;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.type.TypeFactory;
import dev.headroom.local.startup.CannotStart;
import dev.headroom.local.template.FunctionSpec;
import dev.headroom.settings.Settings;
import java.lang.reflect.InvocationTargetException;
import java.util.Arrays;
import java.util.List;
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

  @SuppressWarnings(
      "unchecked") // the types are those that the handler's class says it takes and gives
  private Handler adapt(RequestHandler<?, ?> handler) {
    List<Class<?>> types = types(handler.getClass());
    PojoSerializer<Object> events = serializer(types.getFirst());
    PojoSerializer<Object> answers = serializer(types.getLast());
    var typed = (RequestHandler<Object, Object>) handler;
    return (event, answer, context) ->
        answers.toJson(typed.handleRequest(events.fromJson(event), context), answer);
  }

  /** The event and the answer of a handler, wherever among its ancestors they are named. */
  private List<Class<?>> types(Class<?> handlerClass) {
    var factory = TypeFactory.defaultInstance();
    JavaType[] types =
        factory.findTypeParameters(factory.constructType(handlerClass), RequestHandler.class);
    if (types.length != 2) {
      throw fault("does not say what it takes and gives", null);
    }
    return List.of(types[0].getRawClass(), types[1].getRawClass());
  }

  /** As Lambda's Java runtime chooses: its event classes have mappings of their own. */
  @SuppressWarnings("unchecked") // a serializer of the type is used with values of that type alone
  private static PojoSerializer<Object> serializer(Class<?> type) {
    var one = (Class<Object>) type;
    return LambdaEventSerializers.isLambdaSupportedEvent(one.getName())
        ? LambdaEventSerializers.serializerFor(one, one.getClassLoader())
        : JacksonFactory.getInstance().getSerializer(one);
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
