package dev.headroom.cleanup.example;

import dev.headroom.cleanup.targets.CleanupTarget;
import dev.headroom.digest.Sha256;
import dev.headroom.objects.ObjectStore;
import java.util.List;
import java.util.Optional;

/** Exports, whose keys are exports/hash of the tenant/time of creation: the oldest come first. */
public final class ExportsTarget implements CleanupTarget {
  private static final int PAGE = 500;
  private final ObjectStore objects;

  public ExportsTarget(ObjectStore objects) {
    this.objects = objects;
  }

  @Override
  public String name() {
    return "exports";
  }

  @Override
  public Page find(Scope scope, Optional<String> from) {
    String folder = "exports/" + Sha256.hex(scope.tenant()) + "/";
    List<Overdue> old =
        objects.list(folder, from, PAGE).stream()
            .takeWhile(export -> export.modifiedAt().isBefore(scope.olderThan()))
            .map(export -> Overdue.object(new Erasable(export.key(), export.bytes())))
            .toList();
    return old.size() < PAGE
        ? Page.last(old) // the rest is younger, and is not even listed
        : new Page(old, Optional.of(old.getLast().objects().getFirst().key()));
  }

  @Override
  public void erase(List<String> keys) {
    objects.delete(keys);
  }
}
