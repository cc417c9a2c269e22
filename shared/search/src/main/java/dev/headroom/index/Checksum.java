package dev.headroom.index;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.zip.CRC32C;

/** CRC-32C, which processors compute by themselves: 200 MB take some hundredths of a second. */
final class Checksum {
  private static final int BUFFER = 256 * 1024;

  private Checksum() {}

  static long of(Path file) throws IOException {
    var crc = new CRC32C();
    try (var channel = FileChannel.open(file)) {
      var buffer = ByteBuffer.allocateDirect(BUFFER);
      while (channel.read(buffer) >= 0) {
        crc.update(buffer.flip());
        buffer.clear();
      }
    }
    return crc.getValue();
  }
}
