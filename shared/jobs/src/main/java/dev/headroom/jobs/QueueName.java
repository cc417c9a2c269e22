package dev.headroom.jobs;

/** Names one queue of jobs: each pool of workers has one for each priority. */
public record QueueName(Pool pool, Priority priority) {}
