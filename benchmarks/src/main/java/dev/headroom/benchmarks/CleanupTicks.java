package dev.headroom.benchmarks;

import dev.headroom.benchmarks.CleanupRig.Counted;
import dev.headroom.benchmarks.cleanup.Kind;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a tick asks for, by how many tenants have schedules of which none is due. */
record CleanupTicks(Map<Integer, Counted> byTenants) {
  static CleanupTicks measure(CleanupRig rig, List<Integer> tenants) {
    Map<Integer, Counted> counted = new LinkedHashMap<>();
    int there = 0;
    for (int wanted : tenants) {
      for (; there < wanted; there++) {
        String _ = rig.tenant(Kind.JOBS);
      }
      counted.put(wanted, rig.counted(rig::tick));
    }
    return new CleanupTicks(counted);
  }

  String markdown() {
    var table = new Table("tenants with a schedule", "DynamoDB", "read units");
    byTenants.forEach(
        (tenants, counted) ->
            table.row(
                "%,d".formatted(tenants),
                CacheCalls.told(counted.dynamoDb()),
                "%,.1f".formatted(counted.units().reads())));
    return """
        ## A tick when nothing is due

        Each minute one function looks for what is due, once for each priority.

        %s"""
        .formatted(table);
  }
}
