package dev.headroom.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What stands in the queues. */
class JobMessageTest {
  private static final String ID = "job_" + "0".repeat(32);

  @Test
  void what_was_written_is_read() throws Exception {
    var message = new JobQueue.Message(ID, "acme \"and\" sons", 7, true);

    assertThat(JobQueue.Message.read(message.body())).isEqualTo(message);
  }

  @Test
  void its_form_is_what_deployed_workers_read() throws Exception {
    String body =
        "{\"job_id\":\"%s\",\"tenant\":\"acme\",\"turn\":2,\"slice\":false}".formatted(ID);

    assertThat(JobQueue.Message.read(body)).isEqualTo(new JobQueue.Message(ID, "acme", 2, false));
    assertThat(new JobQueue.Message(ID, "acme", 2, false).body()).isEqualTo(body);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "hello",
        "{",
        "{}",
        "[]",
        "{\"job_id\":\"\",\"tenant\":\"acme\",\"turn\":0,\"slice\":false}",
        "{\"job_id\":\"job_1\",\"tenant\":\"acme\",\"turn\":0,\"slice\":false}",
        "{\"Records\":[]}"
      })
  void what_is_no_message_of_ours_is_told_as_such(String body) {
    assertThatThrownBy(() -> JobQueue.Message.read(body))
        .isInstanceOf(JsonProcessingException.class);
  }
}
