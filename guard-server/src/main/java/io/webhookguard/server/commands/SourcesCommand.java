package io.webhookguard.server.commands;

import io.webhookguard.core.handler.FlowPolicy;
import io.webhookguard.core.handler.RetryPolicy;
import io.webhookguard.server.config.AdapterConfig;
import io.webhookguard.server.config.ConfigFile;
import io.webhookguard.server.config.GatewayConfig;
import io.webhookguard.server.config.SourceConfig;
import io.webhookguard.server.config.Units;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.net.URI;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Shows how each source is set up. */
@Command(
    name = "sources",
    mixinStandardHelpOptions = true,
    description = "Shows how each source is set up, without its secrets.")
final class SourcesCommand implements Callable<Integer> {

  @Mixin private Output output = new Output();
  @Mixin private ConfigOption config = new ConfigOption();

  @Override
  public Integer call() throws Exception {
    GatewayConfig gateway = config.read(ConfigFile.Purpose.DESCRIBE);
    PrintWriter out = output.writer();
    gateway.sources().forEach(source -> print(source, out));
    out.flush();
    return 0;
  }

  private static void print(SourceConfig source, PrintWriter out) {
    AdapterConfig adapter = source.adapter();
    RetryPolicy retry = source.policy().retry();
    out.println(source.name());
    out.println("  intake         POST /in/" + source.name());
    out.println(
        "  adapter        " + adapter.kind() + ", tolerance " + Units.text(adapter.tolerance()));
    out.println("  lane           " + Terminal.safe(adapter.lane()));
    out.println("  bound to       " + Terminal.safe(binding(adapter)));
    out.println("  answers        " + label(source.answer().mode()));
    out.println("  forwards to    " + Terminal.safe(withoutQuery(source.forward().url())));
    out.println("  timeout        " + Units.text(source.forward().timeout()));
    out.println(
        "  retries        for "
            + Units.text(retry.total())
            + ", at most "
            + retry.attempts()
            + " attempts");
    out.println(
        "  in doubt       "
            + label(source.policy().inDoubt())
            + ", keys are remembered for "
            + Units.text(source.policy().remoteKeyTtl()));
    out.println("  head of line   " + label(source.policy().headOfLine()));
    out.println("  rate           " + rate(source.flow()));
    source.flow().breaker().ifPresent(it -> out.println("  breaker        " + breaker(it)));
  }

  private static String rate(FlowPolicy flow) {
    return flow.perSecond() == 0 ? "no limit" : decimal(flow.perSecond()) + " in a second";
  }

  private static String breaker(FlowPolicy.Breaker breaker) {
    return "open for "
        + Units.text(breaker.openFor())
        + " when "
        + decimal(breaker.failureRate())
        + " % of "
        + breaker.window()
        + " attempts failed";
  }

  private static String decimal(double number) {
    return BigDecimal.valueOf(number).stripTrailingZeros().toPlainString();
  }

  private static String binding(AdapterConfig adapter) {
    String account = adapter.account().map(name -> "account " + name).orElse("any account");
    String mode = adapter.livemode().map(live -> live ? "live" : "test").orElse("any");
    return account + ", " + mode + " mode";
  }

  private static String label(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Queries may hold tokens. */
  private static String withoutQuery(URI url) {
    String text = url.toString();
    int query = text.indexOf('?');
    return query < 0 ? text : text.substring(0, query) + "?…";
  }
}
