package dev.headroom.cleanup.example;

import dev.headroom.cleanup.targets.CleanupTarget;
import dev.headroom.cleanup.targets.CleanupTargetProvider;
import java.util.List;

/** Provides the target to the clean-up functions. */
public final class ExportsProvider implements CleanupTargetProvider {
  @Override
  public List<CleanupTarget> targets(Context context) {
    return List.of(new ExportsTarget(context.objects()));
  }
}
