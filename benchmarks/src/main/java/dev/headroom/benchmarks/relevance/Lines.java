package dev.headroom.benchmarks.relevance;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.headroom.json.Json;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A text file line by line, one in memory at a time; empty lines are passed over. */
final class Lines {
  private Lines() {}

  @FunctionalInterface
  interface Reader {
    void read(String line, long number) throws IOException;
  }

  @FunctionalInterface
  interface JsonReader {
    void read(JsonNode object, long number) throws IOException;
  }

  static void read(Path file, Reader reader) throws IOException {
    long number = 0;
    try (var lines = Files.newBufferedReader(file)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        number++;
        if (!line.isBlank()) {
          reader.read(line, number);
        }
      }
    } catch (MalformedInputException _) {
      // The buffer is ahead of the line that was read last.
      throw new Malformed(file, number + 1, "here or shortly after: not UTF-8");
    }
  }

  static void readJson(Path file, JsonReader reader) throws IOException {
    read(file, (line, number) -> reader.read(json(file, number, line), number));
  }

  /**
   * A text or a number in an object.
   *
   * @throws Malformed when it has none of this name
   */
  static String required(Path file, long line, JsonNode object, String name) throws Malformed {
    JsonNode value = object.path(name);
    if (!value.isTextual() && !value.isNumber()) {
      throw new Malformed(file, line, "wanted a text \"%s\"".formatted(name));
    }
    return value.asText();
  }

  private static JsonNode json(Path file, long number, String line) throws Malformed {
    try {
      JsonNode object = Json.STORED.readTree(line);
      if (object.isObject()) {
        return object;
      }
    } catch (JsonProcessingException _) {
      // told below
    }
    throw new Malformed(file, number, "wanted a JSON object");
  }
}
