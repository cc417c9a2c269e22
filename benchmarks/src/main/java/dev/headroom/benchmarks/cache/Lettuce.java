package dev.headroom.benchmarks.cache;

import io.lettuce.core.KeyValue;
import io.lettuce.core.RedisClient;
import io.lettuce.core.SetArgs;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** The bare client: the same bytes under a name, nothing with them. */
@State(Scope.Benchmark)
public class Lettuce implements AutoCloseable {
  final byte[] value = Samples.value();
  final byte[] key = bytes("bare:" + Samples.NAME);
  final byte[] version = bytes("bare:version");

  private final byte[][] batch =
      Samples.batch().stream().map(name -> bytes("bare:" + name)).toArray(byte[][]::new);
  private final RedisClient client;
  private final StatefulRedisConnection<byte[], byte[]> connection;
  final RedisCommands<byte[], byte[]> commands;

  public Lettuce() {
    this(Samples.redis());
  }

  public Lettuce(URI url) {
    this.client = RedisClient.create(url.toString());
    this.connection = client.connect(ByteArrayCodec.INSTANCE);
    this.commands = connection.sync();
    set(key, value);
    for (byte[] each : batch) {
      set(each, value);
    }
  }

  /** {@code SETEX}, whose own name Lettuce would no longer have used. */
  final @Nullable String set(byte[] name, byte[] bytes) {
    return commands.set(name, bytes, SetArgs.Builder.ex(Samples.TTL_SECONDS));
  }

  List<KeyValue<byte[], byte[]>> getBatch() {
    return commands.mget(batch);
  }

  /** How often each command was called since the server started, also by scripts. */
  public final Map<String, Long> calls() {
    var calls = new TreeMap<String, Long>();
    for (String line : commands.info("commandstats").lines().toList()) {
      if (line.startsWith("cmdstat_")) {
        String[] parts = line.split("[_:=,]", 5);
        calls.put(parts[1], Long.valueOf(parts[3]));
      }
    }
    return calls;
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  @TearDown
  public void close() {
    connection.close();
    client.shutdown();
  }
}
