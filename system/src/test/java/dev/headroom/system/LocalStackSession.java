package dev.headroom.system;

import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.localstack.LocalStackContainer;
import org.testcontainers.utility.DockerImageName;

/**
 * Runs the tests on a LocalStack in a container, whose image the system property {@code
 * localstack.image} names: {@code mvn -Plocalstack verify}. Without the property it does nothing.
 */
public final class LocalStackSession implements LauncherSessionListener {
  private static final String NO_DOCKER =
      "mvn -Plocalstack verify needs a Docker engine, and there is none that answers: start Docker,"
          + " or run the same tests on any other endpoint with mvn verify -Dendpoint=URL.";

  @Override
  public void launcherSessionOpened(LauncherSession session) {
    String image = System.getProperty("localstack.image", "");
    if (image.isBlank()) {
      return;
    }
    if (!DockerClientFactory.instance().isDockerAvailable()) {
      throw new IllegalStateException(NO_DOCKER);
    }
    var container =
        new LocalStackContainer(
                DockerImageName.parse(image).asCompatibleSubstituteFor("localstack/localstack"))
            .withServices("dynamodb", "sqs", "s3");
    // It ends with this JVM: Testcontainers has another container see to that.
    container.start();
    System.setProperty("endpoint", container.getEndpoint().toString());
  }
}
