package dev.headroom.objects;

import java.util.Optional;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;

/** Objects of one bucket. */
public final class S3ObjectStore implements ObjectStore {
  private final S3Client s3;
  private final String bucket;

  public S3ObjectStore(S3Client s3, String bucket) {
    this.s3 = s3;
    this.bucket = bucket;
  }

  @Override
  public void put(String key, byte[] content) {
    String checked = ObjectKey.checked(key);
    s3.putObject(put -> put.bucket(bucket).key(checked), RequestBody.fromBytes(content));
  }

  @Override
  public Optional<byte[]> get(String key) {
    String checked = ObjectKey.checked(key);
    try {
      return Optional.of(
          s3.getObjectAsBytes(get -> get.bucket(bucket).key(checked)).asByteArrayUnsafe());
    } catch (NoSuchKeyException _) {
      return Optional.empty();
    }
  }
}
