package dev.headroom.jobs;

/** Which queue a job waits in, the most pressing first. */
public enum Priority {
  URGENT,
  HIGH,
  NORMAL,
  LOW
}
