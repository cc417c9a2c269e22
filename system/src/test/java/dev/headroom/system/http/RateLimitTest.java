package dev.headroom.system.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headroom.local.LocalCloud;
import dev.headroom.local.LocalOptions;
import dev.headroom.system.TheCloud;
import dev.headroom.system.TheTemplate;
import dev.headroom.system.http.Client.Answer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * The limits that template.yaml has, but for one that the environment has set, in a cloud whose
 * Redis does not come back.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RateLimitTest {
  private static final String NOBODYS = "/jobs/job_" + "0".repeat(32);
  private static final String POLICY = "\"jobs\";q=100;w=60";

  private static LocalCloud cloud;

  @BeforeAll
  static void start() throws IOException {
    cloud =
        LocalCloud.start(
            LocalOptions.of(TheTemplate.FILE)
                .withRedisReplacedAfter(Duration.ofDays(1))
                .withEnvironment(TheCloud.patientWith("RATE_LIMIT_STATUS_PER_MINUTE", "1100")));
    awaitRedis();
  }

  @AfterAll
  static void stop() {
    cloud.close();
  }

  /** Here no snapshot was taken with all that a first request needs: it may be too slow. */
  private static void awaitRedis() throws IOException {
    var client = user("the-first");
    for (int i = 0; i < 50; i++) {
      client.get("/jobs/types").expect(200);
      if (redis("EXISTS {limits}/limits/jobs/user/the-first").equals(":1")) {
        return;
      }
    }
    throw new AssertionError("Nothing is counted in Redis");
  }

  private static String redis(String command) throws IOException {
    int port = cloud.engines().redis().getPort();
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.US_ASCII));
      socket.shutdownOutput();
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
    }
  }

  private static Client user(String name) {
    return Client.ofUser(cloud, "limits", name);
  }

  private static int remaining(Answer answer) {
    String limit = answer.header("ratelimit").orElseThrow();
    assertThat(limit).matches("\"jobs\";r=\\d+;t=\\d+");
    return Integer.parseInt(limit.replaceAll(".*;r=|;t=.*", ""));
  }

  private static void isOneTooMany(Answer answer) {
    answer.expect(429);
    String seconds = answer.header("retry-after").orElseThrow();
    assertThat(Integer.parseInt(seconds)).isBetween(1, 60);
    assertThat(answer.header("ratelimit")).hasValue("\"jobs\";r=0;t=" + seconds);
    assertThat(answer.header("ratelimit-policy")).hasValue(POLICY);
  }

  @Test
  @Order(1)
  void a_hundred_pass_and_the_next_is_told_when_to_come_back_in_both_dialects() {
    var ann = user("ann");
    for (int left = 99; left >= 0; left--) {
      Answer answer = ann.get("/jobs/types").expect(200);
      assertThat(remaining(answer)).isEqualTo(left);
      assertThat(answer.header("ratelimit-policy")).hasValue(POLICY);
    }

    isOneTooMany(ann.get("/jobs/types"));
    isOneTooMany(ann.post("/jobs/submit", "not even JSON"));
    isOneTooMany(ann.get("//api/performance/async/metrics"));
    // Another group, another user, the same user of another tenant, and what is not limited.
    Answer status = ann.get(NOBODYS).expect(404);
    assertThat(status.header("ratelimit")).get().asString().startsWith("\"status\";r=1099;");
    assertThat(status.header("ratelimit-policy")).hasValue("\"status\";q=1100;w=60");
    assertThat(remaining(user("bob").get("/jobs/types").expect(200))).isEqualTo(99);
    assertThat(remaining(Client.ofUser(cloud, "others", "ann").get("/jobs/types").expect(200)))
        .isEqualTo(99);
    assertThat(ann.get("/metrics").expect(200).header("ratelimit-policy"))
        .hasValue("\"monitoring\";q=100;w=60");
    assertThat(ann.get("/health").expect(200).header("ratelimit-policy")).isEmpty();
  }

  @Test
  @Order(2)
  void what_is_not_allowed_is_not_counted() {
    var reader = Client.of(cloud, "readers", "performance.read");
    assertThat(reader.post("/jobs/submit", "{}").expect(403).header("ratelimit")).isEmpty();

    assertThat(remaining(reader.get("/jobs/types").expect(200))).isEqualTo(99);
  }

  @Test
  @Order(3)
  void pages_of_other_origins_may_read_the_limits() {
    var page = user("page").with("origin", "https://example.org");

    assertThat(page.get("/jobs/types").header("access-control-expose-headers"))
        .hasValueSatisfying(
            of -> assertThat(of.split(",")).contains("ratelimit", "ratelimit-policy"));
  }

  @Test
  @Order(4)
  void when_redis_dies_each_process_counts_on_and_nobody_notices() {
    var eve = user("eve");
    assertThat(remaining(eve.get("/jobs/types").expect(200))).isEqualTo(99);
    ProcessHandle redis = ProcessHandle.of(cloud.engines().redisPid().orElseThrow()).orElseThrow();
    assertThat(redis.destroyForcibly()).isTrue();
    redis.onExit().join();

    for (int left = 99; left >= 0; left--) {
      assertThat(remaining(eve.get("/jobs/types").expect(200))).isEqualTo(left);
    }
    isOneTooMany(eve.get("/jobs/types"));
  }
}
