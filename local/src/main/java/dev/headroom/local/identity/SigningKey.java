package dev.headroom.local.identity;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import dev.headroom.local.startup.CannotStart;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.text.ParseException;
import java.util.Optional;

/** The key that tokens are signed with. */
public final class SigningKey {
  private static final int BITS = 2048;

  private SigningKey() {}

  /**
   * Reads the key of an earlier run, or makes one.
   *
   * @param folder where it is kept, readable by its owner alone; kept nowhere without one
   * @throws CannotStart when the file is no key, or cannot be written
   */
  public static RSAKey load(Optional<Path> folder) {
    Optional<Path> file = folder.map(of -> of.resolve("identity-key.json"));
    try {
      if (file.isPresent() && Files.exists(file.get())) {
        return RSAKey.parse(Files.readString(file.get()));
      }
      RSAKey key = generate();
      if (file.isPresent()) {
        write(key, file.get());
      }
      return key;
    } catch (IOException | ParseException fault) {
      throw new CannotStart(
          "The identity provider's key "
              + file.orElseThrow()
              + " cannot be read or written: delete it, and a new one is made.",
          fault);
    }
  }

  private static RSAKey generate() {
    try {
      return new RSAKeyGenerator(BITS)
          .keyUse(KeyUse.SIGNATURE)
          .algorithm(JWSAlgorithm.RS256)
          .keyIDFromThumbprint(true)
          .generate();
    } catch (JOSEException fault) {
      throw new CannotStart("This JVM cannot make RSA keys.", fault);
    }
  }

  private static void write(RSAKey key, Path file) throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    boolean posix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
    FileAttribute<?>[] owned =
        posix
            ? new FileAttribute<?>[] {
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
            }
            : new FileAttribute<?>[0];
    Files.createFile(file, owned);
    Files.writeString(file, key.toJSONString());
  }
}
