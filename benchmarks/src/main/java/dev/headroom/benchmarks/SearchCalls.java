package dev.headroom.benchmarks;

import dev.headroom.local.engine.Engines;
import dev.headroom.local.template.TemplateFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What each operation asks of DynamoDB, of S3 and of Redis; and what a million cost.
 *
 * @param itemBytes of a chunk in its table
 * @param memoryMegabytes that the functions have
 */
record SearchCalls(long itemBytes, int memoryMegabytes, List<SearchCost> operations) {
  static SearchCalls measure() {
    var template =
        TemplateFile.read(Path.of("template.yaml"))
            .resolve(Map.of("JwtIssuer", "http://localhost"));
    try (var engines = Engines.start(template, Optional.empty());
        var meter = new SearchMeter(engines.environment("SearchApi"))) {
      var function = Objects.requireNonNull(template.functions().get("SearchApi"));
      return new SearchCalls(meter.itemBytes(), function.memoryMegabytes(), meter.measure());
    }
  }

  String markdown() {
    var calls = new Table("operation", "Redis", "DynamoDB", "S3");
    var costs =
        new Table("operation", "HTTP API and invocations", "DynamoDB", "S3", "sum for a million");
    for (SearchCost each : operations) {
      calls.row(
          each.name(),
          String.valueOf(each.roundTrips()),
          CacheCalls.told(each.dynamoDb()),
          CacheCalls.told(each.objects()));
      costs.row(
          each.name(),
          "$%,.2f".formatted(each.dollarsForRequests()),
          "$%,.2f".formatted(each.dollarsForTable()),
          "$%,.2f".formatted(each.dollarsForObjects()),
          "$%,.2f".formatted(each.dollars()));
    }
    return """
        ## Calls

        Counted exactly: round trips by the Redis client, DynamoDB's calls by the recorder, S3's by what
        stands before the folder in its place. An insert or a removal is what `POST` and `DELETE
        /search/chunks` do; the indexer's batch is what the stream then brings. A request of a search
        tells Redis what it counted before its answer leaves, which is in the count; a rate limit is a
        round trip more. A look is made at most every 500 ms by each process that searches. Files that
        no index needs are looked for every 20 minutes, which is not in it.

        %s## A million of each on AWS

        Arithmetic, not a bill: these counts, and units by DynamoDB's rules (an item of %,d bytes takes
        %d to write, one more in the index by age, and %.0f to read), times the on-demand prices of %s
        as of %s, which [AwsPrices] lists with their sources. Not in it: the time that functions run ($%.2f a million for each 100
        ms at %,d MB), Redis, storage, logs, transfer.

        [AwsPrices]: ../src/main/java/dev/headroom/benchmarks/AwsPrices.java

        %s"""
        .formatted(
            calls,
            itemBytes,
            WriteUnits.units(itemBytes),
            Math.ceil(itemBytes / SearchMeter.READ_UNIT),
            AwsPrices.REGION,
            AwsPrices.DATE,
            AwsPrices.millionInvocationsOf100Millis(memoryMegabytes),
            memoryMegabytes,
            costs);
  }
}
