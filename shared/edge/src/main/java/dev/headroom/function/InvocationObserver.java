package dev.headroom.function;

/** Is told of each invocation when it has ended, before its answer is given. */
@FunctionalInterface
public interface InvocationObserver {
  /** Takes note of an invocation. What it throws is logged, and fails nothing. */
  void ended(Invocation.Ended invocation);
}
