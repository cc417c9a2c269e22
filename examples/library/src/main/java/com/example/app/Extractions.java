package com.example.app;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.headroom.cache.Cache;
import dev.headroom.cache.CacheClient;
import dev.headroom.cache.CacheResult;
import dev.headroom.cache.entry.Key;
import dev.headroom.jobs.Job;
import dev.headroom.jobs.Submission;
import dev.headroom.jobs.client.JobClient;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Runs an extraction job, and keeps its result in the cache. */
public final class Extractions {
  public static void main(String[] arguments) throws InterruptedException {
    var document = Map.of("text", "Provided as is, without any warranty.");
    var taxonomy = Map.of("name", "licences", "categories", List.of(Map.of("name", "warranty")));
    var parameters = Map.of("documents", List.of(document), "taxonomy", taxonomy);
    Map<String, String> environment = System.getenv();

    var jobs = JobClient.connect("acme", environment); // a tenant's jobs
    var submission = Submission.of("extraction", parameters).under("order-4711"); // idempotency key
    Job submitted = jobs.submit(submission);
    Job ended = jobs.await(submitted.id(), Duration.ofMinutes(5));
    System.out.println("The job ended with the status " + ended.status() + ".");

    try (var caches = CacheClient.connect("acme", environment)) {
      Cache<ObjectNode> results = caches.cache("extractions", ObjectNode.class);
      Key key = results.key(ended.id());
      for (int i = 0; i < 2; i++) {
        CacheResult<ObjectNode> result =
            results.getOrLoadWithSource(key, () -> jobs.result(ended.id()));
        int chunks = result.value().path("chunks").size();
        System.out.println("Chunks found: " + chunks + ", source: " + result.source());
      }
    }
  }
}
