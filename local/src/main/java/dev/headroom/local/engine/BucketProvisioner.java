package dev.headroom.local.engine;

import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;

/** Makes a template's buckets in an S3, or finds them as an earlier run left them. */
final class BucketProvisioner {
  private final S3Client s3;

  BucketProvisioner(S3Client s3) {
    this.s3 = s3;
  }

  /** Returns the {@code s3:} URI of a bucket, which is there afterwards. */
  String provision(String bucket) {
    try {
      s3.headBucket(head -> head.bucket(bucket));
    } catch (NoSuchBucketException _) {
      s3.createBucket(create -> create.bucket(bucket));
    }
    return "s3://" + bucket;
  }
}
