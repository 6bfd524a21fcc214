package io.webhookguard.testsupport.servers;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.PullImageResultCallback;
import com.github.dockerjava.api.exception.NotFoundException;
import java.util.concurrent.TimeUnit;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.utility.DockerImageName;

/**
 * Gets images before the container library asks for them.
 *
 * <p>The library tries again for minutes where an image cannot be had, for each kind of server; a
 * test has something better to turn to than to wait.
 */
final class Images {

  private static final int LONGEST_PULL_SECONDS = 180;

  private Images() {}

  /**
   * Sees to it that Docker has the image.
   *
   * @throws IllegalStateException when it cannot be had, or not in time
   */
  static void require(String name) {
    DockerImageName image = DockerImageName.parse(name);
    DockerClient docker = DockerClientFactory.instance().client();
    if (!isThere(docker, name)) {
      pull(docker, image);
    }
  }

  private static boolean isThere(DockerClient docker, String name) {
    try {
      docker.inspectImageCmd(name).exec();
      return true;
    } catch (NotFoundException e) {
      return false;
    }
  }

  private static void pull(DockerClient docker, DockerImageName image) {
    boolean pulled;
    try {
      pulled =
          docker
              .pullImageCmd(image.getUnversionedPart())
              .withTag(image.getVersionPart())
              .exec(new PullImageResultCallback())
              .awaitCompletion(LONGEST_PULL_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      pulled = false;
    } catch (RuntimeException e) {
      throw new IllegalStateException(
          "the image " + image + " cannot be pulled: " + e.getMessage(), e);
    }
    if (!pulled) {
      throw new IllegalStateException(
          "the image " + image + " did not come within " + LONGEST_PULL_SECONDS + " s");
    }
  }
}
