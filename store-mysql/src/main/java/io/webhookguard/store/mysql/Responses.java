package io.webhookguard.store.mysql;

import io.webhookguard.api.event.Response;
import java.util.ArrayList;
import java.util.List;

/** What to tell duplicates: of a large body its digest alone, of no answer no row at all. */
final class Responses {

  private final WriteSession session;
  private final List<RowGroups.Values> rows = new ArrayList<>();

  Responses(WriteSession session) {
    this.session = session;
  }

  void keep(long seq, Response response) {
    if (!response.equals(Response.EMPTY)) {
      rows.add(
          new RowGroups.Values()
              .with(seq)
              .with(response.status())
              .with(response.contentType())
              .withBytes(response.body().orElse(null))
              .withBytes(response.bodySha256().toByteArray()));
    }
  }

  void write() {
    session.insert(MysqlStatement.KEEP_RESPONSE, rows);
  }
}
