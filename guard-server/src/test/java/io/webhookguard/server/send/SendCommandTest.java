package io.webhookguard.server.send;

import static org.assertj.core.api.Assertions.assertThat;

import io.webhookguard.server.commands.GuardCommand;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
final class SendCommandTest {

  @TempDir Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void itCountsAnswersAndWritesALineForEachEvent() throws Exception {
    Path file = folder.resolve("events.tsv");
    try (Endpoint endpoint = new Endpoint(id -> 200)) {
      int code =
          send(
              endpoint,
              "--count=20",
              "--duplicates=2",
              "--lanes=4",
              "--concurrency=3",
              "--seed=5",
              "--out=" + file);

      assertThat(code).as(err.toString()).isZero();
      assertThat(out.toString())
          .contains("seed 5", "sent 60 deliveries of 20 events", "200           60")
          .contains("acknowledged: 60 of 60 deliveries, 20 of 20 events");
      assertThat(endpoint.visits()).hasSize(60);
      List<String> lines = Files.readAllLines(file);
      assertThat(lines).hasSize(21).first().asString().startsWith("#");
      assertThat(lines.subList(1, 21)).allSatisfy(line -> assertThat(line).endsWith("\tyes"));
      Map<String, List<String>> sequences =
          lines.subList(1, 21).stream()
              .map(line -> line.split("\t"))
              .collect(
                  Collectors.groupingBy(
                      fields -> fields[1],
                      Collectors.mapping(fields -> fields[2], Collectors.toList())));
      assertThat(sequences)
          .hasSize(4)
          .allSatisfy(
              (lane, numbers) ->
                  assertThat(numbers).containsExactlyInAnyOrder("1", "2", "3", "4", "5"));
    }
  }

  @Test
  void theSameSeedSendsTheSameEvents() throws Exception {
    try (Endpoint endpoint = new Endpoint(id -> 200)) {
      send(endpoint, "--count=5", "--seed=8");
      send(endpoint, "--count=5", "--seed=8");

      List<String> ids = endpoint.visits().stream().map(Endpoint.Visit::eventId).toList();
      assertThat(ids.subList(5, 10)).isEqualTo(ids.subList(0, 5));
    }
  }

  @Test
  void aSeedThatWasNotGivenIsPrintedAndDiffers() throws Exception {
    try (Endpoint endpoint = new Endpoint(id -> 200)) {
      send(endpoint);
      send(endpoint);

      assertThat(out.toString().lines().filter(line -> line.startsWith("seed ")).distinct())
          .hasSize(2);
    }
  }

  @Test
  void whatIsNotTakenIsSentAgainForAsLongAsItIsTold() throws Exception {
    List<String> asked = new ArrayList<>();
    try (Endpoint endpoint = new Endpoint(id -> refuseTwice(asked, id))) {
      assertThat(send(endpoint, "--retry-for=30s")).isZero();
      assertThat(out.toString()).contains("200           1", "503           2");
    }
  }

  @Test
  void anEventThatIsNotTakenIsAFailure() throws Exception {
    try (Endpoint endpoint = new Endpoint(id -> 503)) {
      assertThat(send(endpoint)).isEqualTo(1);
      assertThat(out.toString()).contains("acknowledged: 0 of 1 deliveries, 0 of 1 events");
    }
  }

  @Test
  void whatStandsInForAStatusIsExplained() throws Exception {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    String address = "127.0.0.1:" + port;

    int code =
        run(
            "send",
            "stripe",
            "--url=http://" + address + "/in/stripe?token=hidden",
            "--secret=" + Endpoint.SECRET);

    assertThat(code).isEqualTo(1);
    assertThat(out.toString())
        .contains("not connected 1")
        .contains("not connected: nobody took the connection at " + address + ", so nothing was")
        .contains("--retry-for")
        .doesNotContain("no answer", "hidden");
  }

  @Test
  void aLostAnswerIsExplainedAsDoubt() throws Exception {
    try (Endpoint endpoint = new Endpoint(id -> Endpoint.HANG_UP)) {
      assertThat(send(endpoint)).isEqualTo(1);
      assertThat(out.toString())
          .contains("no answer     1")
          .contains("no answer: the connection was lost, or 30s were over")
          .contains("may have been delivered or not", "--seed", "--timeout")
          .doesNotContain("not connected");
    }
  }

  @Test
  void aBodyOfOnesOwnIsSentAsItIs() throws Exception {
    Path body =
        Files.writeString(
            folder.resolve("body.json"),
            "{ \"id\":\"evt_mine\",\"object\":\"event\",\"livemode\":false,\"type\":\"my.type\",\"data\":{\"object\":{}}}");
    try (Endpoint endpoint = new Endpoint(id -> 200)) {
      assertThat(send(endpoint, "--body=" + body)).isZero();
      assertThat(endpoint.visits()).extracting(Endpoint.Visit::eventId).containsExactly("evt_mine");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "--count=0, --count is 1 to",
    "--count=many, many",
    "--duplicates=-1, --duplicates is 0 to",
    "--concurrency=0, --concurrency: concurrency is 1 to",
    "--lanes=0, --lanes: lanes are 1 to",
    "--type=?, --type: an event type is",
    "--retry-for=soon, write a duration as",
    "--timeout=0, --timeout: the timeout is above zero",
    "--body=/no/such/file, cannot send the body",
    "--out=/no/such/folder/file, cannot write to",
    "--no-such-option, --no-such-option",
  })
  void misuseIsToldInALine(String argument, String message) throws Exception {
    try (Endpoint endpoint = new Endpoint(id -> 200)) {
      assertThat(send(endpoint, argument)).isEqualTo(2);

      assertThat(err.toString().strip()).contains(message).doesNotContain("\n");
      assertThat(endpoint.visits()).isEmpty();
    }
  }

  @Test
  void unknownProvidersBadSecretsAndUrlsAreMisuseToo() {
    assertThat(run("send", "square", "--url=http://localhost/", "--secret=" + Endpoint.SECRET))
        .isEqualTo(2);
    assertThat(run("send", "stripe", "--url=http://localhost/", "--secret=short")).isEqualTo(2);
    assertThat(run("send", "stripe", "--url=ftp://localhost/", "--secret=" + Endpoint.SECRET))
        .isEqualTo(2);
    assertThat(err.toString())
        .contains(
            "ADAPTER: cannot play \"square\"; adapters that can be played: stripe",
            "--secret: a secret has at least 16 bytes",
            "--url: the url starts with http://")
        .doesNotContain("\tat ");
  }

  private static int refuseTwice(List<String> asked, String id) {
    asked.add(id);
    return asked.size() <= 2 ? 503 : 200;
  }

  private int send(Endpoint endpoint, String... options) {
    List<String> arguments =
        new ArrayList<>(
            List.of("send", "stripe", "--url=" + endpoint.url(), "--secret=" + Endpoint.SECRET));
    arguments.addAll(List.of(options));
    return run(arguments.toArray(String[]::new));
  }

  private int run(String... arguments) {
    return GuardCommand.run(new PrintWriter(out), new PrintWriter(err), arguments);
  }
}
