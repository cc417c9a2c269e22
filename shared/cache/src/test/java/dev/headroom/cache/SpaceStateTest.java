package dev.headroom.cache;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SpaceStateTest {
  @Test
  void the_floor_never_sinks() {
    var state = new SpaceState(new Space("acme", "result"), new Moment(1, 1));

    state.raiseFloor(new Moment(7, 7));
    state.raiseFloor(new Moment(5, 8));

    assertThat(state.floor()).isEqualTo(new Moment(7, 7));
  }
}
