package dev.headroom.jobs.api;

import com.fasterxml.jackson.databind.JsonNode;
import dev.headroom.jobs.JobStatus;
import dev.headroom.jobs.Priority;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A job as clients see it.
 *
 * @param progress 0 to 1
 * @param parameters null when they are too large to be shown here
 * @param parametersOmitted why they are null
 */
record JobView(
    String jobId,
    String jobType,
    JobStatus status,
    Priority priority,
    double progress,
    @Nullable String message,
    int attempts,
    int maxAttempts,
    Instant createdAt,
    @Nullable Instant startedAt,
    @Nullable Instant completedAt,
    @Nullable JsonNode parameters,
    @Nullable String parametersOmitted,
    @Nullable String error) {}
