package dev.headroom.local.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StandardOutputTest {
  @TempDir Path folder;

  @Test
  void metrics_go_to_their_file_and_everything_else_to_the_console() throws Exception {
    var console = new ByteArrayOutputStream();
    PrintStream before = System.out;
    System.setOut(new PrintStream(console, true, StandardCharsets.UTF_8));
    try (var metrics = LineFile.open(folder.resolve("metrics.log"));
        var _ = StandardOutput.sift(metrics)) {
      System.out.println("hello");
      System.out.println("{\"_aws\":{\"Timestamp\":1},\"Jobs\":2}");
      System.out.println("{\"other\":1}");
      System.out.print("prompt> ");
    } finally {
      System.setOut(before);
    }
    assertThat(console.toString(StandardCharsets.UTF_8))
        .isEqualTo("hello\n{\"other\":1}\nprompt> ");
    assertThat(Files.readAllLines(folder.resolve("metrics.log")))
        .containsExactly("{\"_aws\":{\"Timestamp\":1},\"Jobs\":2}");
  }
}
