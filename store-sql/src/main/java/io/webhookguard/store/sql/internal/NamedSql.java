package io.webhookguard.store.sql.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * One SQL statement with named parameters, without its comments, and the same in the form of JDBC.
 *
 * @param text with parameters as {@code :name}
 * @param jdbc with parameters as question marks
 * @param parameters the names in the order of the question marks; a name may stand more than once
 * @param places for each name, which question marks are its, counted from 0
 */
public record NamedSql(
    String text, String jdbc, List<String> parameters, Map<String, List<Integer>> places) {

  private NamedSql(String text, String jdbc, List<String> parameters) {
    this(text, jdbc, List.copyOf(parameters), placesOf(parameters));
  }

  private static Map<String, List<Integer>> placesOf(List<String> parameters) {
    return IntStream.range(0, parameters.size())
        .boxed()
        .collect(Collectors.groupingBy(parameters::get, Collectors.toUnmodifiableList()));
  }

  /** Reads a statement: comments go, quoted text and casts ({@code ::}) stay as they are. */
  public static NamedSql parse(String source) {
    Reader reader = new Reader(source);
    while (reader.hasMore()) {
      reader.next();
    }
    return new NamedSql(
        reader.text.toString().strip(), reader.jdbc.toString().strip(), reader.parameters);
  }

  /** Goes through the text once. Each case consumes at least one character. */
  private static final class Reader {

    private final String source;
    private final StringBuilder text = new StringBuilder();
    private final StringBuilder jdbc = new StringBuilder();
    private final List<String> parameters = new ArrayList<>();
    private int at;

    Reader(String source) {
      this.source = source;
    }

    boolean hasMore() {
      return at < source.length();
    }

    void next() {
      char c = source.charAt(at);
      if (source.startsWith("--", at)) {
        skipTo(source.indexOf('\n', at), 0);
      } else if (source.startsWith("/*", at)) {
        skipTo(source.indexOf("*/", at), 2);
      } else if (c == '\'' || c == '"') {
        copyTo(source.indexOf(c, at + 1) + 1);
      } else if (source.startsWith("::", at)) {
        copyTo(at + 2);
      } else if (Character.isWhitespace(c)) {
        space();
      } else if (c == ':' && at + 1 < source.length() && isName(source.charAt(at + 1))) {
        parameter();
      } else {
        copyTo(at + 1);
      }
    }

    /** One space for any: the server copies the text for each call. */
    private void space() {
      while (hasMore() && Character.isWhitespace(source.charAt(at))) {
        at++;
      }
      if (!text.isEmpty() && text.charAt(text.length() - 1) != ' ') {
        text.append(' ');
        jdbc.append(' ');
      }
    }

    private void skipTo(int end, int more) {
      at = end < 0 ? source.length() : end + more;
    }

    private void copyTo(int end) {
      if (end <= at) {
        throw new IllegalArgumentException("a quote in an SQL statement is not closed");
      }
      text.append(source, at, end);
      jdbc.append(source, at, end);
      at = end;
    }

    private void parameter() {
      int end = at + 1;
      while (end < source.length() && isName(source.charAt(end))) {
        end++;
      }
      parameters.add(source.substring(at + 1, end));
      text.append(source, at, end);
      jdbc.append('?');
      at = end;
    }

    private static boolean isName(char c) {
      return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
    }
  }
}
