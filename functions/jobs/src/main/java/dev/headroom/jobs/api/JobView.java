package dev.headroom.jobs.api;

import com.fasterxml.jackson.databind.JsonNode;
import dev.headroom.jobs.AttemptError;
import dev.headroom.jobs.JobStatus;
import dev.headroom.jobs.Priority;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A job as clients see it.
 *
 * @param progress 0 to 1
 * @param runAfter when it may start, or start again
 * @param parameters null when they are too large to be shown here
 * @param parametersOmitted why they are null
 * @param error why it failed; null unless it has
 * @param attemptErrors how each attempt failed that has
 * @param queuePosition its place among the tenant's waiting jobs of its priority, an estimate
 * @param estimatedStartAt an estimate
 * @param queuePositionReason why one of the two is not known
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
    double timeoutSeconds,
    List<String> tags,
    Instant createdAt,
    Instant runAfter,
    @Nullable Instant startedAt,
    @Nullable Instant completedAt,
    @Nullable JsonNode parameters,
    @Nullable String parametersOmitted,
    @Nullable String error,
    List<AttemptError> attemptErrors,
    @Nullable Long queuePosition,
    @Nullable Instant estimatedStartAt,
    @Nullable String queuePositionReason) {}
