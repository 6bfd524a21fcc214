package io.webhookguard.testsupport.servers;

import java.nio.file.Path;
import java.util.Map;
import java.util.function.Function;

/**
 * A server of one test's own, which its owner may kill and start again on the same port and files.
 *
 * <p>Not safe for use by many threads; the server itself is.
 *
 * @param <S> the kind of server
 */
public final class PrivateServer<S> implements AutoCloseable {

  private final BundledRun run;
  private final Map<String, String> options;
  private final S server;

  private PrivateServer(BundledRun run, Map<String, String> options, S server) {
    this.run = run;
    this.options = options;
    this.server = server;
  }

  static <S> PrivateServer<S> start(
      ServerKind kind,
      Path folder,
      Map<String, String> options,
      Function<ServerAddress, S> toServer) {
    return start(kind, kind.bundled(Toolbox.ofThisBuild()), folder, options, toServer);
  }

  /** The same with other programs of that kind than its servers. */
  static <S> PrivateServer<S> start(
      ServerKind kind,
      BundledServer programs,
      Path folder,
      Map<String, String> options,
      Function<ServerAddress, S> toServer) {
    BundledRun run;
    try {
      run = BundledRun.start(programs, folder.toAbsolutePath(), options);
    } catch (MissingServerException e) {
      MissingServer.refuse(kind, e.reason(), Environment.isBuildServer());
      throw e;
    }
    // A test that forgets it, or whose process is told to end, leaves no server behind.
    Runtime.getRuntime().addShutdownHook(new Thread(run::kill));
    return new PrivateServer<>(run, Map.copyOf(options), toServer.apply(run.address()));
  }

  /** The server, which keeps its address when it is started again. */
  public S server() {
    return server;
  }

  /** SIGKILL for all of its processes: nothing is closed, nothing is flushed. */
  public void kill() {
    run.kill();
  }

  /** Ends it in order, without waiting for its clients. */
  public void stop() {
    run.stop();
  }

  /** SIGSTOP for all of its processes: connections stay, answers do not come. */
  public void pause() {
    run.signalAll("STOP");
  }

  /** SIGCONT for all of its processes. */
  public void resume() {
    run.signalAll("CONT");
  }

  /** Starts it again after {@link #kill} or {@link #stop}, with the options of its first start. */
  public void restart() {
    run.startAgain(options);
  }

  /** Starts it again with other options than before. */
  public void restart(Map<String, String> otherOptions) {
    run.startAgain(otherOptions);
  }

  /** Whether its main process runs. */
  public boolean isAlive() {
    return run.isAlive();
  }

  @Override
  public void close() {
    run.kill();
  }
}
