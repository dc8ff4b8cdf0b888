package io.billinghub.core.billrun.infrastructure;

import io.billinghub.core.billrun.model.RunNote;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/** Notes about runs. */
@ApplicationScoped
public class RunNoteSql {

    public Uni<Void> insert(SqlConnection connection, long runId, RunNote note) {
        return connection
                .preparedQuery("""
                        insert into bill_run_note (tenant_id, uuid, run_id, written_by, written_at, note)
                        values (hub_tenant(), $1, $2, $3, $4, $5)
                        """)
                .execute(Tuple.of(note.id(), runId, note.writtenBy(), note.writtenAt(), note.note()))
                .replaceWithVoid();
    }

    /** The run's notes, the first one first. */
    public Uni<List<RunNote>> of(SqlConnection connection, long runId) {
        return connection
                .preparedQuery(
                        "select uuid, written_by, written_at, note from bill_run_note where run_id = $1 order by id")
                .execute(Tuple.of(runId))
                .map(rows -> {
                    List<RunNote> notes = new ArrayList<>();
                    for (Row row : rows) {
                        notes.add(new RunNote(
                                row.getUUID(0),
                                row.getString(1),
                                row.getOffsetDateTime(2).withOffsetSameInstant(ZoneOffset.UTC),
                                row.getString(3)));
                    }
                    return notes;
                });
    }
}
