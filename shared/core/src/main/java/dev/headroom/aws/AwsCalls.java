package dev.headroom.aws;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;

/** The observers of this JVM's AWS calls. */
public final class AwsCalls {
  private static final List<AwsCallObserver> OBSERVERS = new CopyOnWriteArrayList<>();

  private AwsCalls() {}

  /** An observer's registration. Closing it twice is allowed. */
  public interface Observation extends AutoCloseable {
    /** Ends the observation. A call that is under way may still reach the observer. */
    @Override
    void close();
  }

  /**
   * Registers an observer of all calls from now on, by whichever client of {@link AwsClients},
   * those included that were built before. Observers are told in the order of their registration.
   */
  public static Observation observe(AwsCallObserver observer) {
    OBSERVERS.add(observer);
    return () -> OBSERVERS.remove(observer);
  }

  /** Returns what tells the observers, for a client that is built without {@link AwsClients}. */
  public static ExecutionInterceptor interceptor() {
    return new AwsCallInterceptor(OBSERVERS);
  }
}
