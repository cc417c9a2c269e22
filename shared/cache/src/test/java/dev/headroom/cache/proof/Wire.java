package dev.headroom.cache.proof;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;

/** Reads what goes between a client and Redis, message by message (RESP 3). */
final class Wire {
  private final InputStream in;
  private final ByteArrayOutputStream message = new ByteArrayOutputStream();

  Wire(InputStream in) {
    this.in = in;
  }

  /** One message as it is. */
  byte[] next() throws IOException {
    message.reset();
    value();
    return message.toByteArray();
  }

  /** The first word of a command. */
  static String verb(byte[] command) {
    String text = new String(command, 0, Math.min(command.length, 64), US_ASCII);
    String[] lines = text.split("\r\n", 4);
    return lines.length > 2 ? lines[2].toUpperCase(Locale.ROOT) : "";
  }

  static boolean isUnknownScript(byte[] answer) {
    return new String(answer, 0, Math.min(answer.length, 9), US_ASCII).equals("-NOSCRIPT");
  }

  private void value() throws IOException {
    String line = line();
    int size = line.length() > 1 && isSized(line.charAt(0)) ? number(line) : 0;
    switch (line.charAt(0)) {
      case '$', '!', '=' -> bytes(size < 0 ? 0 : size + 2);
      case '*', '~', '>' -> values(size);
      case '%' -> values(2 * size);
      case '+', '-', ':', '_', '#', ',', '(' -> {
        // The line is all.
      }
      default -> throw new IOException("No message begins so: " + line);
    }
  }

  private static boolean isSized(char type) {
    return "$!=*~>%".indexOf(type) >= 0;
  }

  private static int number(String line) {
    return Integer.parseInt(line.substring(1));
  }

  private void values(int count) throws IOException {
    for (int i = 0; i < count; i++) {
      value();
    }
  }

  private void bytes(int count) throws IOException {
    byte[] bytes = in.readNBytes(count);
    if (bytes.length < count) {
      throw new EOFException();
    }
    message.write(bytes);
  }

  private String line() throws IOException {
    var line = new StringBuilder();
    for (int next = read(); next != '\r'; next = read()) {
      line.append((char) next);
    }
    read();
    return line.toString();
  }

  private int read() throws IOException {
    int next = in.read();
    if (next < 0) {
      throw new EOFException();
    }
    message.write(next);
    return next;
  }
}
