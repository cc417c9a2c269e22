package dev.headroom.local.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headroom.local.startup.CannotStart;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SigningKeyTest {
  @TempDir Path folder;

  @Test
  void a_key_is_kept_for_its_owners_eyes_alone() throws Exception {
    var key = SigningKey.load(Optional.of(folder));
    assertThat(SigningKey.load(Optional.of(folder))).isEqualTo(key);
    assertThat(Files.getPosixFilePermissions(folder.resolve("identity-key.json")))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
  }

  @Test
  void a_broken_key_file_is_told() throws Exception {
    Files.writeString(folder.resolve("identity-key.json"), "{}");
    assertThatThrownBy(() -> SigningKey.load(Optional.of(folder)))
        .isInstanceOf(CannotStart.class)
        .hasMessageContaining("delete it");
  }
}
