package dev.headroom.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headroom.cache.clock.DualTimestamp;
import dev.headroom.cache.entry.Namespace;
import org.junit.jupiter.api.Test;

class NamespaceStateTest {
  @Test
  void the_floor_never_sinks() {
    var state = new NamespaceState(new Namespace("acme", "result"), new DualTimestamp(1, 1));

    state.raiseFloor(new DualTimestamp(7, 7));
    state.raiseFloor(new DualTimestamp(5, 8));

    assertThat(state.floor()).isEqualTo(new DualTimestamp(7, 7));
  }
}
