package dev.headroom.local.template;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A Lambda function of the template.
 *
 * @param id its logical id
 * @param handler the handler class, as in {@code dev.headroom.jobs.api.JobsApi}
 * @param memoryMegabytes what it may use on AWS; here it is only told so
 * @param concurrency invocations at the same time, above which one is throttled
 * @param environment its variables, with the names that AWS would give to queues and buckets
 * @param role the ARN of its role
 */
public record FunctionSpec(
    String id,
    String name,
    String handler,
    int memoryMegabytes,
    Duration timeout,
    Optional<Integer> concurrency,
    Map<String, String> environment,
    String logGroup,
    String role,
    List<Trigger> triggers) {}
