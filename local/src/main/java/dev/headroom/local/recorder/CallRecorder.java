package dev.headroom.local.recorder;

import dev.headroom.aws.AwsCall;
import dev.headroom.aws.AwsCallObserver;
import dev.headroom.aws.AwsCalls;
import dev.headroom.aws.ConsumedCapacities;
import dev.headroom.local.template.Arn;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.DoubleAdder;
import java.util.concurrent.atomic.LongAdder;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.core.SdkResponse;
import software.amazon.awssdk.core.interceptor.ExecutionAttribute;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.services.dynamodb.model.ConsumedCapacity;

/** Counts the AWS calls that are made in this JVM, by kind, from its making to its close. */
public final class CallRecorder implements AutoCloseable {
  /**
   * The ARN of the stream that a shard iterator is of. Whoever reads by an iterator says it by this
   * attribute of the request, since neither request nor iterator need say it.
   */
  public static final ExecutionAttribute<String> STREAM_ARN =
      new ExecutionAttribute<>("dev.headroom.local.StreamArn");

  private static final Pattern CREDENTIAL =
      Pattern.compile("Credential=([^/]+)/[^/]+/[^/]+/([^/]+)/");

  private final Map<Call, Counters> counters = new ConcurrentHashMap<>();
  private final AwsCalls.Observation observation = AwsCalls.observe(new Observer());

  /** Returns what has been called since the recorder was made. */
  public Map<Call, Tally> calls() {
    return counters.entrySet().stream()
        .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, e -> e.getValue().tally()));
  }

  /** Returns how many attempts a function made, by operation. */
  public Map<String, Long> attemptsOf(String function) {
    return calls().entrySet().stream()
        .filter(call -> call.getKey().function().equals(function))
        .collect(
            Collectors.groupingBy(
                call -> call.getKey().operation(),
                Collectors.summingLong(call -> call.getValue().attempts())));
  }

  @Override
  public void close() {
    observation.close();
  }

  private Counters counters(Call call) {
    return counters.computeIfAbsent(call, _ -> new Counters());
  }

  private final class Observer implements AwsCallObserver {
    @Override
    public void answered(AwsCall call, int status) {
      kinds(call).forEach(kind -> counters(kind).attempted(status));
    }

    @Override
    public void succeeded(AwsCall call, SdkResponse response) {
      for (ConsumedCapacity consumed : ConsumedCapacities.of(response)) {
        kinds(call)
            .filter(kind -> kind.resource().startsWith(Arn.table(consumed.tableName())))
            .limit(1)
            .forEach(kind -> counters(kind).capacityUnits.add(consumed.capacityUnits()));
      }
    }

    private static Stream<Call> kinds(AwsCall call) {
      Matcher credential =
          CREDENTIAL.matcher(
              call.httpRequest().flatMap(Observer::authorization).orElse("unsigned"));
      boolean signed = credential.find();
      String function = signed ? credential.group(1) : "unsigned";
      String service = signed ? credential.group(2) : "unsigned";
      return Target.of(call).stream()
          .map(
              target ->
                  new Call(
                      function,
                      call.operation(),
                      service + ":" + target.action(),
                      target.resource()));
    }

    private static Optional<String> authorization(SdkHttpRequest http) {
      return http.firstMatchingHeader("Authorization");
    }
  }

  private static final class Counters {
    private final DoubleAdder capacityUnits = new DoubleAdder();
    private final Map<Integer, LongAdder> statuses = new ConcurrentHashMap<>();

    void attempted(int status) {
      statuses.computeIfAbsent(status, _ -> new LongAdder()).increment();
    }

    Tally tally() {
      var counts =
          statuses.entrySet().stream()
              .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, e -> e.getValue().sum()));
      return new Tally(capacityUnits.sum(), counts);
    }
  }
}
