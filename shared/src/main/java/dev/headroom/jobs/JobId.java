package dev.headroom.jobs;

import java.util.HexFormat;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/** {@code job_} and 128 random bits in hexadecimal. */
public final class JobId {
  private static final Pattern FORM = Pattern.compile("job_[0-9a-f]{32}");

  private JobId() {}

  static String next(RandomGenerator random) {
    byte[] bits = new byte[16];
    random.nextBytes(bits);
    return "job_" + HexFormat.of().formatHex(bits);
  }

  /** Whether a text can be the id of a job at all. */
  public static boolean isOne(String text) {
    return FORM.matcher(text).matches();
  }
}
