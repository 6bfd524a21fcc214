package io.webhookguard.server.demo;

/** How a receiving service treats the gateway once an effect is done: well, late, or badly. */
public interface Conduct {

  /** Answers 200 at once. */
  Conduct PROMPT = (forward, reply) -> reply.answer(200);

  /** Decides on a forward whose effect is done. The reply may be given later, by any thread. */
  void receive(Forward forward, Reply reply);

  /** The gateway's open request. The first call counts, all others do nothing. */
  interface Reply {

    /** Answers with this status. */
    void answer(int status);

    /** Ends the connection without an answer. */
    void cut();
  }
}
