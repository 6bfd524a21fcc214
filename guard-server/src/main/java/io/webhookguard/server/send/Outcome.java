package io.webhookguard.server.send;

/**
 * What came of one request.
 *
 * <p>Whether the other side acted on it is known in two of three cases: it answered, or it was
 * never reached.
 */
public sealed interface Outcome {

  /** Whether the receiver took the event over: it answered 2xx. */
  boolean isAcknowledged();

  /** Whether a provider would send it again. */
  boolean isWorthRetrying();

  /** How the outcome is called in counts: the status, or one of two names where none came. */
  String label();

  /** The receiver answered. */
  record Answered(int status) implements Outcome {

    private static final int REQUEST_TIMEOUT = 408;
    private static final int TOO_MANY_REQUESTS = 429;

    @Override
    public boolean isAcknowledged() {
      return status >= 200 && status < 300;
    }

    @Override
    public boolean isWorthRetrying() {
      return status >= 500 || status == REQUEST_TIMEOUT || status == TOO_MANY_REQUESTS;
    }

    @Override
    public String label() {
      return Integer.toString(status);
    }
  }

  /** Nobody took the connection, so nobody saw the request. */
  record NotConnected() implements Outcome {

    /** The label. */
    public static final String LABEL = "not connected";

    @Override
    public boolean isAcknowledged() {
      return false;
    }

    @Override
    public boolean isWorthRetrying() {
      return true;
    }

    @Override
    public String label() {
      return LABEL;
    }
  }

  /** The connection was lost, or the time was over, before an answer came: nobody knows. */
  record NoAnswer() implements Outcome {

    /** The label. */
    public static final String LABEL = "no answer";

    @Override
    public boolean isAcknowledged() {
      return false;
    }

    @Override
    public boolean isWorthRetrying() {
      return true;
    }

    @Override
    public String label() {
      return LABEL;
    }
  }
}
