package dev.headroom.local.trigger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.amazonaws.services.lambda.runtime.events.DynamodbEvent.DynamodbStreamRecord;
import com.amazonaws.services.lambda.runtime.events.DynamodbTimeWindowEvent;
import com.amazonaws.services.lambda.runtime.events.TimeWindowEventResponse;
import com.amazonaws.services.lambda.runtime.events.TimeWindowEventResponse.BatchItemFailure;
import dev.headroom.local.TestCloud;
import dev.headroom.local.engine.Engines;
import dev.headroom.local.handlers.Watch;
import dev.headroom.local.recorder.Call;
import dev.headroom.local.recorder.CallRecorder;
import dev.headroom.local.startup.CannotStart;
import dev.headroom.local.template.Arn;
import dev.headroom.local.template.Permission;
import dev.headroom.local.template.Template;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.StreamViewType;
import software.amazon.dynamodb.services.local.shared.access.sqlite.SQLiteDBAccess;

class StreamPollerTest {
  private final Engines engines = TestCloud.shared().engines();

  private WatchedTable table(String name) {
    return new WatchedTable(engines, name);
  }

  /** A value as the handler sees it. */
  private static com.amazonaws.services.lambda.runtime.events.models.dynamodb.AttributeValue
      shown() {
    return new com.amazonaws.services.lambda.runtime.events.models.dynamodb.AttributeValue();
  }

  private static TimeWindowEventResponse nothing() {
    return new TimeWindowEventResponse(Map.of(), List.of());
  }

  @Test
  void a_change_comes_with_all_that_the_stream_says_of_it() throws Exception {
    try (var watched = new WatchedTable(engines, "Watched", "Watch")) {
      var bytes = SdkBytes.fromByteArray(new byte[] {0, -1, 7});
      watched.put(Map.of("id", AttributeValue.fromS("whole"), "old", AttributeValue.fromN("1.50")));
      watched.put(
          Map.of(
              "id", AttributeValue.fromS("whole"),
              "binary", AttributeValue.fromB(bytes),
              "map", AttributeValue.fromM(Map.of("inner", AttributeValue.fromBool(true))),
              "list", AttributeValue.fromL(List.of(AttributeValue.fromNul(true))),
              "set", AttributeValue.fromSs(List.of("x", "y")),
              "numbers", AttributeValue.fromNs(List.of("1", "2"))));

      var key = Map.of("id", shown().withS("whole"));
      var records = new ArrayList<DynamodbStreamRecord>();
      DynamodbTimeWindowEvent event;
      do {
        event = watched.next();
        event.getRecords().stream()
            .filter(record -> record.getDynamodb().getKeys().equals(key))
            .forEach(records::add);
      } while (records.size() < 2);

      assertThat(event.getShardId()).startsWith("shardId-");
      assertThat(event.getEventSourceArn()).isEqualTo(Arn.stream("Watched"));
      assertThat(event.getState()).isEmpty();
      assertThat(event.getIsFinalInvokeForWindow()).isFalse();
      assertThat(event.getIsWindowTerminatedEarly()).isFalse();
      Instant start = Instant.parse(event.getWindow().getStart());
      assertThat(Instant.parse(event.getWindow().getEnd())).isEqualTo(start.plusSeconds(900));
      assertThat(start).isBeforeOrEqualTo(Instant.now());

      DynamodbStreamRecord insert = records.get(0);
      assertThat(insert.getEventName()).isEqualTo("INSERT");
      assertThat(insert.getEventSource()).isEqualTo("aws:dynamodb");
      assertThat(insert.getEventSourceARN()).isEqualTo(Arn.stream("Watched"));
      assertThat(insert.getAwsRegion()).isEqualTo("us-east-1");
      assertThat(insert.getEventID()).isNotEmpty();
      assertThat(insert.getDynamodb().getOldImage()).isNull();
      assertThat(insert.getDynamodb().getNewImage()).containsEntry("old", shown().withN("1.5"));
      DynamodbStreamRecord modify = records.get(1);
      assertThat(modify.getEventName()).isEqualTo("MODIFY");
      assertThat(modify.getDynamodb().getKeys()).isEqualTo(key);
      assertThat(modify.getDynamodb().getOldImage()).containsEntry("old", shown().withN("1.5"));
      assertThat(modify.getDynamodb().getNewImage())
          .containsEntry("binary", shown().withB(bytes.asByteBuffer()))
          .containsEntry("map", shown().withM(Map.of("inner", shown().withBOOL(true))))
          .containsEntry("list", shown().withL(shown().withNULL(true)))
          .containsEntry("set", shown().withSS("x", "y"))
          .containsEntry("numbers", shown().withNS("1", "2"));
      assertThat(modify.getDynamodb().getStreamViewType()).isEqualTo("NEW_AND_OLD_IMAGES");
      assertThat(modify.getDynamodb().getSizeBytes()).isPositive();
      assertThat(modify.getDynamodb().getApproximateCreationDateTime()).isNotNull();
      assertThat(new BigInteger(modify.getDynamodb().getSequenceNumber()))
          .isGreaterThan(new BigInteger(insert.getDynamodb().getSequenceNumber()));
    }
  }

  @Test
  void of_a_stream_of_keys_only_the_keys_come() throws Exception {
    try (var watched = new WatchedTable(engines, "Keys", "Keys", StreamViewType.KEYS_ONLY)) {
      watched.put(Map.of("id", AttributeValue.fromS("a"), "more", AttributeValue.fromN("1")));

      try (var _ = watched.watch(watched.source())) {
        DynamodbStreamRecord record = watched.next().getRecords().getFirst();

        assertThat(record.getEventName()).isEqualTo("INSERT");
        assertThat(record.getDynamodb().getStreamViewType()).isEqualTo("KEYS_ONLY");
        assertThat(record.getDynamodb().getKeys()).isEqualTo(Map.of("id", shown().withS("a")));
        assertThat(record.getDynamodb().getNewImage()).isNull();
        assertThat(record.getDynamodb().getOldImage()).isNull();
      }
    }
  }

  @Test
  void the_stream_is_read_with_the_role_of_the_function_and_with_nothing_more() throws Exception {
    Set<Call> calls;
    try (var recorder = new CallRecorder();
        var table = new WatchedTable(engines, "Watched", "Reader");
        var _ = table.watchAs("Watch")) {
      table.put("role");
      table.nextIds(1);
      calls =
          recorder.calls().keySet().stream()
              .filter(call -> call.function().equals("Watch"))
              .collect(Collectors.toSet());
    }
    List<Permission> role = TestCloud.shared().template().permissionsOf("Watch");
    assertThat(role).hasSize(3);
    assertThat(calls)
        .hasSize(3)
        .allSatisfy(
            call ->
                assertThat(role)
                    .anyMatch(permission -> permission.covers(call.action(), call.resource())));
  }

  @Test
  void a_batch_that_fails_comes_again_before_any_later_change() throws Exception {
    try (var table = table("Failing")) {
      var left = new AtomicInteger(2);
      Watch.answer(
          "Failing",
          _ -> {
            if (left.getAndDecrement() > 0) {
              throw new IllegalStateException("not yet");
            }
            return nothing();
          });
      table.put("a", "b");
      try (var _ = table.watch(table.source())) {
        assertThat(WatchedTable.ids(table.next())).containsExactly("a", "b");
        table.put("c");
        assertThat(WatchedTable.ids(table.next())).containsExactly("a", "b");
        assertThat(WatchedTable.ids(table.next())).containsExactly("a", "b");
        assertThat(WatchedTable.ids(table.next())).containsExactly("c");
      }
    }
  }

  @Test
  void only_from_the_first_failure_on_changes_come_again() throws Exception {
    try (var table = table("Reporting")) {
      var first = new AtomicInteger(1);
      Watch.answer(
          "Reporting",
          event ->
              first.getAndDecrement() > 0
                  ? new TimeWindowEventResponse(
                      Map.of(),
                      List.of(
                          new BatchItemFailure(
                              event.getRecords().get(1).getDynamodb().getSequenceNumber())))
                  : nothing());
      table.put("a", "b", "c");
      try (var _ = table.watch(table.source(true, 100, Optional.empty(), true, Optional.empty()))) {
        assertThat(WatchedTable.ids(table.next())).containsExactly("a", "b", "c");
        assertThat(WatchedTable.ids(table.next())).containsExactly("b", "c");
      }
    }
  }

  @Test
  void a_batch_is_given_up_after_its_retries() throws Exception {
    try (var table = table("GivingUp")) {
      Watch.answer(
          "GivingUp",
          _ -> {
            throw new IllegalStateException("never");
          });
      table.put("a", "b");
      try (var _ = table.watch(table.source(true, 1, Optional.empty(), false, Optional.of(1)))) {
        assertThat(table.nextIds(4)).containsExactly("a", "a", "b", "b");
      }
    }
  }

  @Test
  void a_batch_has_as_many_changes_as_the_source_allows() throws Exception {
    try (var table = table("Many")) {
      IntStream.range(0, 25).forEach(i -> table.put("i" + i));
      try (var _ = table.watch(table.source(true, 10, Optional.empty(), false, Optional.empty()))) {
        assertThat(table.next().getRecords()).hasSize(10);
        assertThat(table.next().getRecords()).hasSize(10);
        assertThat(WatchedTable.ids(table.next()))
            .containsExactly("i20", "i21", "i22", "i23", "i24");
      }
    }
  }

  @Test
  void a_batch_is_never_larger_than_an_event_may_be() throws Exception {
    try (var table = table("Large")) {
      var blob = SdkBytes.fromByteArray(new byte[390 * 1024]);
      for (int i = 0; i < 12; i++) {
        table.put(Map.of("id", AttributeValue.fromS("i" + i), "blob", AttributeValue.fromB(blob)));
      }
      try (var _ = table.watch(table.source())) {
        assertThat(table.nextIds(12)).hasSize(12).doesNotHaveDuplicates();
      }
    }
  }

  @Test
  void a_window_hands_on_its_state_and_ends_with_an_invocation_of_its_own() throws Exception {
    try (var table = table("Window")) {
      Watch.answer(
          "Window",
          event -> {
            int before = Integer.parseInt(event.getState().getOrDefault("count", "0"));
            String count = String.valueOf(before + event.getRecords().size());
            return new TimeWindowEventResponse(Map.of("count", count), List.of());
          });
      Optional<Duration> window = Optional.of(Duration.ofSeconds(3));
      try (var _ = table.watch(table.source(true, 1, window, false, Optional.empty()))) {
        table.put("a", "b", "c");
        var events = new ArrayList<DynamodbTimeWindowEvent>();
        do {
          events.add(table.next());
        } while (!events.getLast().getIsFinalInvokeForWindow() || seenRecords(events) < 3);

        // The three may lie on the border of two windows; each has its own state and its own end.
        int count = 0;
        for (DynamodbTimeWindowEvent event : events) {
          assertThat(event.getState().getOrDefault("count", "0")).isEqualTo(String.valueOf(count));
          assertThat(event.getIsWindowTerminatedEarly()).isFalse();
          assertThat(event.getRecords()).hasSize(event.getIsFinalInvokeForWindow() ? 0 : 1);
          count = event.getIsFinalInvokeForWindow() ? 0 : count + 1;
        }
        table.put("d");
        assertThat(table.next().getState()).isEmpty();
      }
    }
  }

  private static int seenRecords(List<DynamodbTimeWindowEvent> events) {
    return events.stream().mapToInt(event -> event.getRecords().size()).sum();
  }

  @Test
  void a_window_whose_state_grows_too_large_ends_early() throws Exception {
    try (var table = table("Greedy")) {
      Watch.answer(
          "Greedy",
          _ -> new TimeWindowEventResponse(Map.of("x", "x".repeat(1024 * 1024)), List.of()));
      Optional<Duration> window = Optional.of(Duration.ofMinutes(15));
      try (var _ = table.watch(table.source(true, 1, window, false, Optional.empty()))) {
        table.put("a");
        assertThat(table.next().getIsFinalInvokeForWindow()).isFalse();
        DynamodbTimeWindowEvent last = table.next();
        assertThat(last.getIsFinalInvokeForWindow()).isTrue();
        assertThat(last.getIsWindowTerminatedEarly()).isTrue();
      }
    }
  }

  @Test
  void from_the_latest_on_no_older_change_comes() throws Exception {
    try (var table = table("Latest")) {
      table.put("old");
      try (var _ =
          table.watch(table.source(false, 100, Optional.empty(), false, Optional.empty()))) {
        table.put("new");
        assertThat(WatchedTable.ids(table.next())).containsExactly("new");
      }
    }
  }

  @Test
  void where_it_stopped_it_goes_on_and_hands_on_the_state(@TempDir Path folder) throws Exception {
    try (var table = table("Resumed")) {
      Watch.answer("Resumed", _ -> new TimeWindowEventResponse(Map.of("kept", "yes"), List.of()));
      var source =
          table.source(true, 100, Optional.of(Duration.ofMinutes(15)), false, Optional.empty());
      Path file = folder.resolve("places.json");
      table.put("a");
      try (var _ = table.watch(source, StreamPlaces.in(file))) {
        assertThat(table.nextIds(1)).containsExactly("a");
      }
      table.put("b");
      try (var _ = table.watch(source, StreamPlaces.in(file))) {
        DynamodbTimeWindowEvent event = table.next();
        assertThat(WatchedTable.ids(event)).containsExactly("b");
        assertThat(event.getState()).containsEntry("kept", "yes");
      }
      Files.writeString(file, "{");
      assertThatThrownBy(() -> StreamPlaces.in(file))
          .isInstanceOf(CannotStart.class)
          .hasMessageContaining("delete it to read the stream anew");
    }
  }

  @Test
  void a_stop_ends_the_tries_of_a_batch_that_keeps_failing() throws Exception {
    try (var table = table("Stopped")) {
      Watch.answer(
          "Stopped",
          _ -> {
            throw new IllegalStateException("never");
          });
      table.put("a");
      StreamPoller poller = table.watch(table.source());
      table.next();
      poller.stop();
      Watch.seen("Stopped").clear();
      poller.close();
      // A close leaves what goes on for five seconds alone: that is time for several tries.
      assertThat(Watch.seen("Stopped")).as("one that was under way").hasSizeLessThanOrEqualTo(1);
    }
  }

  /** Does something to the database of a data folder that no engine has open. */
  private static void database(Path data, Consumer<SQLiteDBAccess> what) {
    assumeTrue(
        TestCloud.ENGINES.dynamoDbCommand().isEmpty(),
        "Only the file of DynamoDB Local can be made older, and only it numbers changes anew.");
    var database = new SQLiteDBAccess(data.resolve("dynamodb/shared-local-instance.db").toString());
    what.accept(database);
    database.close();
  }

  @Test
  void after_days_no_number_comes_again_in_its_shard(@TempDir Path data) throws Exception {
    Template template = TestCloud.shared().template();
    StreamPlaces places = StreamPlaces.in(data.resolve("places.json"));
    String shard;
    try (var first = Engines.start(template, Optional.of(data), TestCloud.ENGINES);
        var table = new WatchedTable(first, "Aged");
        var _ = table.watch(table.windowed(), places)) {
      table.put("a", "b");
      DynamodbTimeWindowEvent event = table.next();
      shard = event.getShardId();
      assertThat(number(table.next())).isGreaterThan(number(event));
    }
    database(data, database -> database.dilateEventTimes(-Duration.ofHours(40).toMillis()));
    try (var second = Engines.start(template, Optional.of(data), TestCloud.ENGINES);
        var table = new WatchedTable(second, "Aged");
        var _ = table.watch(table.windowed(), places)) {
      table.put("c");
      List<DynamodbTimeWindowEvent> events = List.of(table.next(), table.next());
      assertThat(events)
          .filteredOn(event -> event.getShardId().equals(shard))
          .as("the window that was open when the first run ended")
          .singleElement()
          .satisfies(event -> assertThat(event.getIsFinalInvokeForWindow()).isTrue())
          .satisfies(event -> assertThat(event.getRecords()).isEmpty());
      assertThat(events)
          .filteredOn(event -> !event.getShardId().equals(shard))
          .singleElement()
          .satisfies(event -> assertThat(WatchedTable.ids(event)).containsExactly("c"));
    }
  }

  @Test
  void after_a_run_without_changes_the_first_is_not_missed(@TempDir Path data) throws Exception {
    Template template = TestCloud.shared().template();
    try (var first = Engines.start(template, Optional.of(data), TestCloud.ENGINES);
        var table = new WatchedTable(first, "Untouched")) {
      assertThat(table.source().fromStart()).isTrue();
    }
    try (var recorder = new CallRecorder();
        var second = Engines.start(template, Optional.of(data), TestCloud.ENGINES);
        var table = new WatchedTable(second, "Untouched");
        var _ = table.watch(table.source())) {
      var read =
          new Call("Untouched", "GetRecords", "dynamodb:GetRecords", Arn.stream("Untouched"));
      while (!recorder.calls().containsKey(read)) {
        Thread.onSpinWait(); // until the reader has its iterator
      }
      table.put("a");
      assertThat(table.nextIds(1)).containsExactly("a");
    }
  }

  @Test
  void a_shard_is_read_after_the_one_that_it_was_made_from(@TempDir Path data) throws Exception {
    Template template = TestCloud.shared().template();
    StreamPlaces places = StreamPlaces.in(data.resolve("places.json"));
    try (var first = Engines.start(template, Optional.of(data), TestCloud.ENGINES);
        var table = new WatchedTable(first, "Split")) {
      table.put("a", "b", "c");
    }
    // More than once, so that numbers would go on below the one that the last shard begins at.
    database(
        data,
        database ->
            IntStream.range(0, 3).forEach(_ -> database.findAndRolloverActiveShards("Split", 0)));
    try (var second = Engines.start(template, Optional.of(data), TestCloud.ENGINES);
        var table = new WatchedTable(second, "Split")) {
      table.put("d", "e");
      var ids = new ArrayList<String>();
      var shards = new LinkedHashSet<String>();
      try (var _ = table.watch(table.windowed(), places)) {
        while (ids.size() < 5) {
          DynamodbTimeWindowEvent event = table.next();
          ids.addAll(WatchedTable.ids(event));
          shards.add(event.getShardId());
        }
      }
      assertThat(ids).containsExactly("a", "b", "c", "d", "e");
      assertThat(shards).hasSize(2);
      table.put("f");
      try (var _ = table.watch(table.windowed(), places)) {
        assertThat(table.nextIds(1)).containsExactly("f");
      }
    }
  }

  private static long number(DynamodbTimeWindowEvent event) {
    return Long.parseLong(event.getRecords().getFirst().getDynamodb().getSequenceNumber());
  }

  @Test
  void a_change_is_at_its_handler_within_a_second() throws Exception {
    try (var table = table("Quick");
        var _ = table.watch(table.source())) {
      table.put("warm");
      table.next();
      long best = Long.MAX_VALUE;
      for (int i = 0; i < 5; i++) {
        long sent = System.nanoTime();
        table.put("quick" + i);
        table.next();
        best = Math.min(best, System.nanoTime() - sent);
      }
      assertThat(TimeUnit.NANOSECONDS.toMillis(best)).isLessThan(1_000);
    }
  }
}
