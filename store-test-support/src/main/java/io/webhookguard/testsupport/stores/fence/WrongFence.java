package io.webhookguard.testsupport.stores.fence;

import io.webhookguard.api.event.Response;
import io.webhookguard.api.store.Claim;
import io.webhookguard.store.sql.fence.FenceAnswer;
import io.webhookguard.store.sql.fence.InboxFence;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** Fences as they are written by hand, each with the mistake that its name tells. */
enum WrongFence {
  /** Nothing keeps two runs from finding no row. */
  LOOKS_THEN_INSERTS {
    @Override
    FenceSite.Fencing in(FenceSite site) {
      site.run("create table done (event varchar(64) not null, run varchar(64) not null)");
      return this::once;
    }

    private FenceAnswer once(
        Connection connection, Claim claim, int generation, InboxFence.Effect<SQLException> effect)
        throws SQLException {
      String event = claim.key().eventId();
      try (PreparedStatement look =
          connection.prepareStatement("select run from done where event = ?")) {
        look.setString(1, event);
        try (ResultSet found = look.executeQuery()) {
          if (found.next()) {
            return new FenceAnswer.AlreadyDone(FenceSite.response(found.getString(1)));
          }
        }
      }
      Response response = effect.happen();
      try (PreparedStatement insert =
          connection.prepareStatement("insert into done (event, run) values (?, ?)")) {
        insert.setString(1, event);
        insert.setString(2, new String(response.body().orElseThrow(), StandardCharsets.UTF_8));
        insert.executeUpdate();
      }
      return new FenceAnswer.First(response);
    }
  },

  /** The row is there although the effect is not. */
  COMMITS_THE_ROW_FIRST {
    @Override
    FenceSite.Fencing in(FenceSite site) {
      return (connection, claim, generation, effect) -> {
        FenceAnswer answer;
        try (Connection other = site.begin()) {
          String run = "run-" + claim.token();
          answer = site.fence().once(other, claim, generation, () -> FenceSite.response(run));
          other.commit();
        }
        return answer instanceof FenceAnswer.First
            ? new FenceAnswer.First(effect.happen())
            : answer;
      };
    }
  };

  abstract FenceSite.Fencing in(FenceSite site);
}
