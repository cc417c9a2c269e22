package dev.headroom.benchmarks;

import java.util.List;

/** All that one run has measured; the lists have an element a round. */
record Results(
    List<InFlight.Timed> floor,
    List<JobLoad.Burst> bursts,
    List<JobLoad.Steady> steady,
    Latencies idle,
    CallsPerJob.Found perJob,
    List<Reads.Read> reads) {}
