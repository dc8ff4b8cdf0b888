package io.billinghub.api.catalog.job;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/** The worker's statements over the jobs of the transaction's tenant; leases go by the database's clock. */
@ApplicationScoped
public class JobTable {

    private static final int LONGEST_LOG = 4000;

    // a row that another process works on is locked by it while it writes, and so passed over even after its lease
    private static final String TAKE = """
            update %1$s set status = 'Running', attempts = attempts + 1, holder = $1,
                            leased_until = now() + $2 * interval '1 millisecond'
             where id = (select id from %1$s where status = 'Not Started' or status = 'Running' and leased_until < now()
                          order by id limit 1 for update skip locked)
            returning uuid, url, content_type, path, %2$s as query, attempts, requested_by
            """;

    private static final String MINE = " where uuid = $1 and attempts = $2 and holder = $3 and status = 'Running'";

    /** The oldest job that nobody works on. */
    Uni<Optional<Job>> take(SqlConnection transaction, JobKind kind, String holder, Duration lease) {
        return transaction
                .preparedQuery(TAKE.formatted(kind.table(), kind.query()))
                .execute(Tuple.of(holder, lease.toMillis()))
                .map(rows -> {
                    for (Row row : rows) {
                        return Optional.of(new Job(
                                kind,
                                row.getUUID("uuid"),
                                row.getString("url"),
                                Optional.ofNullable(row.getString("content_type")),
                                Optional.ofNullable(row.getString("path")),
                                Optional.ofNullable(row.getString("query")),
                                row.getInteger("attempts"),
                                row.getString("requested_by")));
                    }
                    return Optional.empty();
                });
    }

    /** Locks the job until the transaction ends; false if another process has taken it, or it was deleted. */
    Uni<Boolean> hold(SqlConnection transaction, Job job, String holder) {
        return transaction
                .preparedQuery("select 1 from " + job.kind().table() + MINE + " for update")
                .execute(mine(job, holder))
                .map(rows -> rows.size() == 1);
    }

    /** Ends the job, if it is still this process's. */
    Uni<Void> succeed(SqlConnection transaction, Job job, String holder) {
        return transaction
                .preparedQuery(
                        "update " + job.kind().table() + " set status = 'Succeeded', completed_at = now()" + MINE)
                .execute(mine(job, holder))
                .replaceWithVoid();
    }

    /** Keeps the file of an export. */
    Uni<Void> keep(SqlConnection transaction, Job job, String holder, byte[] content, String url) {
        return transaction
                .preparedQuery("update export_job set content = $4, url = $5" + MINE)
                .execute(mine(job, holder).addBuffer(Buffer.buffer(content)).addString(url))
                .replaceWithVoid();
    }

    /** Ends the job with the reason. */
    Uni<Void> fail(SqlConnection transaction, Job job, String holder, String errorLog) {
        String log = errorLog.length() > LONGEST_LOG ? errorLog.substring(0, LONGEST_LOG) : errorLog;
        return transaction
                .preparedQuery("update " + job.kind().table()
                        + " set status = 'Failed', error_log = $4, completed_at = now()" + MINE)
                .execute(mine(job, holder).addString(log.replace('\0', ' ')))
                .replaceWithVoid();
    }

    /** Gives the job back, so that it is begun again in a while. */
    Uni<Void> release(SqlConnection transaction, Job job, String holder) {
        return transaction
                .preparedQuery(
                        "update " + job.kind().table() + " set leased_until = now() + interval '10 seconds'" + MINE)
                .execute(mine(job, holder))
                .replaceWithVoid();
    }

    /** The file of an export that has succeeded, and its media type. */
    Uni<Optional<ExportFile>> file(SqlConnection transaction, UUID id) {
        return transaction
                .preparedQuery("select content, content_type from export_job where uuid = $1 and content is not null")
                .execute(Tuple.of(id))
                .map(rows -> {
                    for (Row row : rows) {
                        return Optional.of(new ExportFile(
                                row.getBuffer("content").getBytes(),
                                Optional.ofNullable(row.getString("content_type"))));
                    }
                    return Optional.empty();
                });
    }

    private static Tuple mine(Job job, String holder) {
        return Tuple.tuple().addUUID(job.id()).addInteger(job.attempts()).addString(holder);
    }

    /** A file that the hub keeps. */
    record ExportFile(byte[] content, Optional<String> contentType) {}
}
