package dev.headroom.local.handlers;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse;
import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse.BatchItemFailure;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import java.util.ArrayList;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

/** Fails messages that say so; those that say "gated" wait until a test lets them go. */
public final class Work implements RequestHandler<SQSEvent, SQSBatchResponse> {
  /** Handlers are made by the local cloud, so this is how a test gets hold of what they saw. */
  public static final BlockingQueue<SQSEvent.SQSMessage> SEEN = new LinkedBlockingQueue<>();

  public static final Semaphore GATE = new Semaphore(0);
  public static final AtomicInteger RUNNING = new AtomicInteger();

  @Override
  public SQSBatchResponse handleRequest(SQSEvent event, Context context) {
    RUNNING.incrementAndGet();
    try {
      var failures = new ArrayList<BatchItemFailure>();
      for (SQSEvent.SQSMessage message : event.getRecords()) {
        SEEN.add(message);
        switch (message.getBody()) {
          case "fail" -> failures.add(new BatchItemFailure(message.getMessageId()));
          case "throw" -> throw new IllegalStateException("thrown for the whole batch");
          case "gated" -> GATE.acquireUninterruptibly();
          default -> {}
        }
      }
      return new SQSBatchResponse(failures);
    } finally {
      RUNNING.decrementAndGet();
    }
  }
}
