package dev.headroom.jobs;

import dev.headroom.json.Json;

/**
 * The workers that a job type runs on. Each pool has a function with a role and an archive of its
 * own, and a queue for each priority.
 */
public enum Pool {
  /** Work that needs nothing but the product's own data and the network. */
  GENERAL,
  /** Work that computes: native libraries, and more memory. */
  COMPUTE,
  /** Code of users, which nobody trusts. */
  SANDBOX;

  /** Returns the setting that names the pool's queues, such as {@code GENERAL_QUEUES}. */
  public String queuesSetting() {
    return name() + "_QUEUES";
  }

  @Override
  public String toString() {
    return Json.spelled(this);
  }
}
