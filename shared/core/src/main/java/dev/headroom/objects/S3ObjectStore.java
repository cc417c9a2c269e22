package dev.headroom.objects;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.ResponseBytes;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumMode;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Error;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Objects of one bucket; a version is the entity tag. */
public final class S3ObjectStore implements ObjectStore {
  /** What one DeleteObjects and one ListObjectsV2 take. */
  private static final int AT_ONCE = 1_000;

  private static final int ATTEMPTS = 3;
  private static final int NOT_MODIFIED = 304;
  private static final int NOT_FOUND = 404;
  private static final int CONFLICT = 409;
  private static final int PRECONDITION_FAILED = 412;

  private final S3Client s3;
  private final String bucket;
  private final int atOnce;

  public S3ObjectStore(S3Client s3, String bucket) {
    this(s3, bucket, AT_ONCE);
  }

  /**
   * A store that lists and deletes in smaller groups.
   *
   * @param atOnce at most 1,000
   */
  S3ObjectStore(S3Client s3, String bucket, int atOnce) {
    this.s3 = s3;
    this.bucket = bucket;
    this.atOnce = atOnce;
  }

  @Override
  public void put(String key, byte[] content) {
    String checked = ObjectKey.checked(key);
    s3.putObject(put -> put.bucket(bucket).key(checked), RequestBody.fromBytes(content));
  }

  @Override
  public Optional<byte[]> get(String key) {
    return read(key).map(Versioned::content);
  }

  @Override
  public Optional<Versioned> read(String key) {
    String checked = ObjectKey.checked(key);
    try {
      return Optional.of(versioned(s3.getObjectAsBytes(get -> get.bucket(bucket).key(checked))));
    } catch (NoSuchKeyException _) {
      return Optional.empty();
    }
  }

  @Override
  public Look look(String key, String seen) {
    String checked = ObjectKey.checked(key);
    try {
      return new Look.Changed(
          versioned(s3.getObjectAsBytes(get -> get.bucket(bucket).key(checked).ifNoneMatch(seen))));
    } catch (NoSuchKeyException _) {
      return new Look.Absent();
    } catch (S3Exception e) {
      if (e.statusCode() == NOT_MODIFIED) {
        return new Look.Unchanged();
      }
      throw e;
    }
  }

  private static Versioned versioned(ResponseBytes<GetObjectResponse> answer) {
    return new Versioned(answer.asByteArrayUnsafe(), answer.response().eTag());
  }

  @Override
  public boolean putIf(String key, byte[] content, Optional<String> expected) {
    String checked = ObjectKey.checked(key);
    for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
      try {
        s3.putObject(
            put -> put.bucket(bucket).key(checked).applyMutation(onlyIf(expected)),
            RequestBody.fromBytes(content));
        return true;
      } catch (S3Exception e) {
        switch (e.statusCode()) {
          case CONFLICT -> {
            // Another write of the object was under way, and may have come to nothing.
          }
          case PRECONDITION_FAILED, NOT_FOUND -> {
            return isNow(checked, content);
          }
          default -> throw e;
        }
      }
    }
    return isNow(checked, content);
  }

  private static Consumer<PutObjectRequest.Builder> onlyIf(Optional<String> expected) {
    return put -> expected.ifPresentOrElse(put::ifMatch, () -> put.ifNoneMatch("*"));
  }

  /**
   * When an answer does not come, the SDK makes the call again, and then the first one's own effect
   * stands in the way of the second.
   */
  private boolean isNow(String key, byte[] content) {
    return get(key).filter(now -> Arrays.equals(now, content)).isPresent();
  }

  @Override
  public void upload(String key, Path file) {
    String checked = ObjectKey.checked(key);
    s3.putObject(put -> put.bucket(bucket).key(checked), RequestBody.fromFile(file));
  }

  @Override
  public boolean download(String key, Path file) {
    String checked = ObjectKey.checked(key);
    try {
      if (Files.exists(file)) {
        throw new FileAlreadyExistsException(file.toString());
      }
      return downloadNew(checked, file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private boolean downloadNew(String key, Path file) throws IOException {
    try {
      // S3 sends the checksum that the upload had only to who asks for it.
      s3.getObject(get -> get.bucket(bucket).key(key).checksumMode(ChecksumMode.ENABLED), file);
      return true;
    } catch (NoSuchKeyException _) {
      return false;
    } catch (RuntimeException e) {
      // The SDK deletes it when the stream broke, but not when the checksum is wrong.
      Files.deleteIfExists(file);
      throw e;
    }
  }

  @Override
  public void delete(Collection<String> keys) {
    List<ObjectIdentifier> all =
        keys.stream()
            .map(key -> ObjectIdentifier.builder().key(ObjectKey.checked(key)).build())
            .toList();
    for (int from = 0; from < all.size(); from += atOnce) {
      List<ObjectIdentifier> group = all.subList(from, Math.min(from + atOnce, all.size()));
      List<S3Error> errors =
          s3.deleteObjects(
                  delete -> delete.bucket(bucket).delete(these -> these.objects(group).quiet(true)))
              .errors();
      if (!errors.isEmpty()) {
        throw failed(errors.getFirst(), errors.size());
      }
    }
  }

  /** As if the key had been deleted by a call of its own. */
  private static S3Exception failed(S3Error error, int all) {
    var details =
        AwsErrorDetails.builder()
            .serviceName("S3")
            .errorCode(error.code())
            .errorMessage(error.message())
            .build();
    int status =
        switch (error.code()) {
          case "InternalError" -> 500;
          case "ServiceUnavailable", "SlowDown" -> 503;
          case "AccessDenied" -> 403;
          default -> 400;
        };
    var exception = S3Exception.builder();
    exception
        .awsErrorDetails(details)
        .statusCode(status)
        .message(
            "%d objects were not deleted, such as %s: %s (%s)"
                .formatted(all, error.key(), error.code(), error.message()));
    return (S3Exception) exception.build();
  }

  @Override
  public List<Listed> list(String prefix, Optional<String> after, int limit) {
    ListObjectsV2Request.Builder request =
        ListObjectsV2Request.builder().bucket(bucket).prefix(ObjectKey.checkedPrefix(prefix));
    after.ifPresent(key -> request.startAfter(ObjectKey.checked(key)));
    List<Listed> found = new ArrayList<>();
    boolean more = true;
    while (more && found.size() < limit) {
      request.maxKeys(Math.min(atOnce, limit - found.size()));
      ListObjectsV2Response page = s3.listObjectsV2(request.build());
      page.contents()
          .forEach(
              object -> found.add(new Listed(object.key(), object.size(), object.lastModified())));
      request.continuationToken(page.nextContinuationToken());
      more = page.isTruncated();
    }
    return found;
  }
}
