package io.webhookguard.servlet;

import io.webhookguard.api.event.Payload;
import io.webhookguard.api.provider.Headers;
import io.webhookguard.api.provider.Rejection;
import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * All of a request that comes before its body.
 *
 * <p>Reads the header lines as they are. It never asks the request for parameters or parts, since
 * containers take those from the body.
 */
final class RequestHead {

  private final HttpServletRequest request;
  private final Map<String, List<String>> lines = new LinkedHashMap<>();
  private int lineCount;
  private long byteCount;

  RequestHead(HttpServletRequest request) {
    this.request = request;
    for (String name : Collections.list(request.getHeaderNames())) {
      List<String> values = Collections.list(request.getHeaders(name));
      lines.computeIfAbsent(name.toLowerCase(Locale.ROOT), n -> new ArrayList<>()).addAll(values);
      lineCount += values.size();
      values.forEach(value -> byteCount += name.length() + value.length() + 4L);
    }
  }

  /** The last part of the path, or empty where the path is not that of a source. */
  String source() {
    String path = Optional.ofNullable(request.getPathInfo()).orElse("");
    boolean single = path.startsWith("/") && path.indexOf('/', 1) < 0;
    return single ? path.substring(1) : "";
  }

  /** Why the request is refused before its body is looked at. The source is known. */
  Optional<Rejection> flaw(FrontLimits limits, int maxBodyBytes) {
    if (!request.getMethod().equals("POST")) {
      return Optional.of(Rejection.METHOD);
    }
    if (lineCount > limits.maxHeaders() || byteCount > limits.maxHeaderBytes()) {
      return Optional.of(Rejection.HEADERS);
    }
    if (isEncoded()) {
      return Optional.of(Rejection.ENCODING);
    }
    return request.getContentLengthLong() > maxBodyBytes
        ? Optional.of(Rejection.TOO_LARGE)
        : Optional.empty();
  }

  /** Signatures are over the bytes as sent, so nothing may have to be unpacked. */
  private boolean isEncoded() {
    return lines.getOrDefault("content-encoding", List.of()).stream()
        .map(value -> value.strip().toLowerCase(Locale.ROOT))
        .anyMatch(value -> !value.isEmpty() && !value.equals("identity"));
  }

  /** Whether a body follows, which a refusal leaves unread. */
  boolean announcesBody() {
    return request.getContentLengthLong() > 0 || lines.containsKey("transfer-encoding");
  }

  String method() {
    return request.getMethod();
  }

  /** The URL as it was called, query included. */
  String url() {
    StringBuffer url = request.getRequestURL();
    String query = request.getQueryString();
    return query == null ? url.toString() : url.append('?').append(query).toString();
  }

  Headers headers() {
    return Headers.of(lines);
  }

  /** The content type, or empty where it is missing or cannot be kept. */
  String contentType() {
    String given = Optional.ofNullable(request.getContentType()).orElse("").strip();
    boolean good =
        given.length() <= Payload.MAX_CONTENT_TYPE_CHARS
            && given.chars().allMatch(c -> c >= ' ' && c <= '~');
    return good ? given : "";
  }
}
