package dev.headroom.worker;

import dev.headroom.aws.AwsClients;
import dev.headroom.index.IndexSettings;
import dev.headroom.index.Scratch;
import dev.headroom.index.writing.IndexWriters;
import dev.headroom.jobs.InvocableFunctions;
import dev.headroom.jobs.JobSettings;
import dev.headroom.jobs.client.JobBackend;
import dev.headroom.objects.ObjectStore;
import dev.headroom.objects.ObjectStores;
import dev.headroom.search.ChunkStore;
import dev.headroom.search.SearchSettings;
import dev.headroom.search.TaxonomyStore;
import dev.headroom.settings.Settings;
import dev.headroom.worker.extraction.Extraction;
import dev.headroom.worker.invoke.Invoke;
import dev.headroom.worker.rebuild.SearchRebuild;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Map;

/** Puts the worker together. */
final class WorkerWiring {
  private WorkerWiring() {}

  static JobRunner runner(Map<String, String> environment) {
    var settings = new Settings(environment);
    var jobs = JobSettings.read(settings);
    var functions = InvocableFunctions.read(settings);
    var search = SearchSettings.read(settings);
    var index = IndexSettings.read(settings);
    settings.check();
    var aws = new AwsClients(environment);
    JobBackend backend = JobBackend.open(jobs, aws, InstantSource.system(), new SecureRandom());
    return new JobRunner(
        backend.claims(),
        backend.queue(),
        backend.failedAttempts(),
        backend.payloads(),
        new Works(
            job ->
                switch (job) {
                  case EXTRACTION -> extraction(backend, search);
                  case INVOKE -> new Invoke(functions, aws);
                  case NOOP -> new Noop();
                  case SEARCH_REBUILD ->
                      searchRebuild(
                          backend, search, index, ObjectStores.open(jobs.objectStore(), aws));
                }),
        backend.clock(),
        onAbandoned(environment));
  }

  private static Extraction extraction(JobBackend backend, SearchSettings search) {
    return new Extraction(
        new ChunkStore(backend.dynamoDb(), search.chunkTable()),
        new TaxonomyStore(backend.dynamoDb(), search.taxonomyTable(), backend.clock()),
        backend.clock());
  }

  private static SearchRebuild searchRebuild(
      JobBackend backend, SearchSettings search, IndexSettings index, ObjectStore objects) {
    var chunks = new ChunkStore(backend.dynamoDb(), search.chunkTable());
    return new SearchRebuild(
        new IndexWriters(
            objects, chunks, index, Scratch.temporary(), backend.clock(), backend.random()),
        index.partitions());
  }

  /**
   * A thread that does not stop would take its processor along into the next job. On Lambda the
   * process ends with it, and a new one begins; elsewhere it is not ours to end.
   */
  private static Runnable onAbandoned(Map<String, String> environment) {
    return environment.containsKey("AWS_LAMBDA_RUNTIME_API")
        ? () -> Runtime.getRuntime().halt(1)
        : () -> {};
  }
}
