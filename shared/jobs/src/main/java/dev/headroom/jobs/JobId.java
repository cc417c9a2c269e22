package dev.headroom.jobs;

import dev.headroom.digest.Sha256;
import java.util.HexFormat;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/** The id of a job: {@code job_} and 128 bits in hexadecimal, random or from an idempotency key. */
public final class JobId {
  private static final Pattern FORM = Pattern.compile("job_[0-9a-f]{32}");
  private static final String PREFIX = "job_";
  private static final int BYTES = 16;

  private JobId() {}

  /** Returns a new random id. */
  public static String next(RandomGenerator random) {
    byte[] bits = new byte[BYTES];
    random.nextBytes(bits);
    return PREFIX + HexFormat.of().formatHex(bits);
  }

  /** Returns the id of the job that a tenant submits under a key: one write makes it unique. */
  public static String of(String tenant, String idempotencyKey) {
    String text = tenant.length() + ":" + tenant + idempotencyKey;
    return PREFIX + Sha256.hex(text).substring(0, 2 * BYTES);
  }

  /** Returns whether a text has the form of an id. */
  public static boolean isOne(String text) {
    return FORM.matcher(text).matches();
  }
}
