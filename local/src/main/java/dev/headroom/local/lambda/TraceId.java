package dev.headroom.local.lambda;

import java.time.Instant;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** X-Ray's trace ids: a version, the second, and 96 random bits. */
public final class TraceId {
  private static final Pattern ROOT = Pattern.compile("Root=(1-[0-9a-f]{8}-[0-9a-f]{24})");
  private static final int RANDOM_BYTES = 12;

  private TraceId() {}

  /** The caller's, if its X-Amzn-Trace-Id header has one; else a new one. */
  public static String of(@Nullable String header, Instant now) {
    if (header != null) {
      var root = ROOT.matcher(header);
      if (root.find()) {
        return root.group(1);
      }
    }
    return next(now);
  }

  /** A new one. */
  public static String next(Instant now) {
    byte[] random = new byte[RANDOM_BYTES];
    ThreadLocalRandom.current().nextBytes(random);
    return "1-%08x-%s".formatted(now.getEpochSecond(), HexFormat.of().formatHex(random));
  }
}
