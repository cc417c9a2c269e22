package dev.headroom.worker.faults;

import dev.headroom.aws.AwsCall;
import dev.headroom.aws.AwsCallObserver;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.WeakHashMap;

/**
 * Gives each AWS call that a {@link Machine} makes its fate, attempt by attempt, beneath the SDK's
 * retries. Calls of the test itself are left alone.
 */
final class FaultObserver implements AwsCallObserver {
  private final Map<AwsCall, Fate> fates = Collections.synchronizedMap(new WeakHashMap<>());

  @Override
  public void started(AwsCall call) {
    Machine machine = Machine.here();
    if (machine != null) {
      fates.put(call, Fate.of(machine, call.operation(), call.request()));
    }
  }

  private Optional<Fate> fate(AwsCall call) {
    return Optional.ofNullable(fates.get(call));
  }

  @Override
  public void sending(AwsCall call) {
    fate(call).ifPresent(fate -> fate.before(call));
  }

  @Override
  public void answered(AwsCall call, int status) {
    fate(call).ifPresent(fate -> fate.after(call));
  }
}
