package io.webhookguard.store.sql.internal;

import java.util.regex.Pattern;

/**
 * A database server by its maker's name and the beginning of its driver's URLs.
 *
 * @param name such as {@code MySQL}
 * @param scheme such as {@code jdbc:mysql:}
 */
public record ServerProduct(String name, String scheme) {

  private static final Pattern CREDENTIALS = Pattern.compile("//[^/@]*@");

  /**
   * Refuses another driver's URL, without repeating it.
   *
   * @throws IllegalArgumentException if it begins otherwise
   */
  void requireOwn(String url) {
    if (!url.startsWith(scheme)) {
      throw new IllegalArgumentException("the URL of a " + name + " store begins with " + scheme);
    }
  }

  /**
   * Host and database of a URL: what stands before an at sign or behind a question mark may be
   * secret.
   */
  String addressOf(String url) {
    int end = url.indexOf('?');
    String plain = end < 0 ? url : url.substring(0, end);
    return CREDENTIALS.matcher(plain.substring(scheme.length())).replaceAll("//");
  }
}
