package dev.headroom.objects;

import dev.headroom.aws.AwsClients;
import java.net.URI;
import java.nio.file.Path;
import software.amazon.awssdk.services.s3.S3Client;

/** Opens the store that a setting names. */
public final class ObjectStores {
  private ObjectStores() {}

  /**
   * Opens a store.
   *
   * @param location {@code s3://bucket} or {@code file:///folder}
   */
  public static ObjectStore open(String location, AwsClients aws) {
    URI uri = URI.create(location);
    return switch (String.valueOf(uri.getScheme())) {
      case "s3" -> new S3ObjectStore(s3(aws), uri.getAuthority());
      case "file" -> new FolderObjectStore(Path.of(uri));
      default ->
          throw new IllegalStateException(
              "OBJECT_STORE must begin with s3:// or file://; got \"" + location + "\"");
    };
  }

  private static S3Client s3(AwsClients aws) {
    // Only AWS gives each bucket a host name of its own.
    boolean byPath = aws.endpoint("s3").isPresent();
    return aws.client(S3Client.builder().forcePathStyle(byPath), "s3");
  }
}
