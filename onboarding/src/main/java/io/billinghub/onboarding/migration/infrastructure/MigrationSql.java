package io.billinghub.onboarding.migration.infrastructure;

import io.billinghub.core.sql.Columns;
import io.billinghub.onboarding.error.OnboardingError;
import io.billinghub.onboarding.migration.model.Fate;
import io.billinghub.onboarding.migration.model.Migration;
import io.billinghub.onboarding.migration.model.MigrationKind;
import io.billinghub.onboarding.migration.model.RowReport;
import io.billinghub.onboarding.migration.model.SentFile;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/** Migrations, their files and the fates of rows. */
@ApplicationScoped
public class MigrationSql {

    private static final String MIGRATION = """
            select id, uuid, key, source, cut_over, state = 'OPEN' as open, created_by, created_at, completed_by, completed_at
              from migration
            """;

    private static final String FILE = """
            select f.id, f.uuid, f.kind, encode(f.sha256, 'hex') as sha256, f.stored, f.taken, f.duplicates, f.refused, f.sent_by, f.sent_at
              from migration_file f
            """;

    /** What a file came to. */
    public record Counts(int taken, int duplicates, int refused) {}

    /** Waits until nothing else migrates into the tenant; held until the transaction ends. */
    public Uni<Void> lock(SqlConnection connection) {
        return connection
                .query("select pg_advisory_xact_lock(hashtext('migration'), hub_tenant())")
                .execute()
                .replaceWithVoid();
    }

    /** Stores a migration; empty if its key is taken. */
    public Uni<Optional<Migration>> create(SqlConnection connection, Migration migration) {
        return connection
                .preparedQuery("""
                        insert into migration (tenant_id, uuid, key, source, cut_over, created_by, created_at)
                        values (hub_tenant(), $1, $2, $3, $4, $5, $6) on conflict (tenant_id, key) do nothing returning uuid
                        """)
                .execute(Tuple.of(
                        migration.uuid(),
                        migration.key(),
                        migration.source(),
                        migration.cutOver(),
                        migration.createdBy(),
                        at(migration.createdAt())))
                .flatMap(rows ->
                        rows.size() == 0 ? Uni.createFrom().item(Optional.empty()) : one(connection, migration.uuid()));
    }

    public Uni<Optional<Migration>> one(SqlConnection connection, UUID uuid) {
        return connection
                .preparedQuery(MIGRATION + " where uuid = $1")
                .execute(Tuple.of(uuid))
                .map(rows -> all(rows, MigrationSql::migration).stream().findFirst());
    }

    /** In the order in which they were begun, from behind a place on. */
    public Uni<List<Migration>> list(SqlConnection connection, long after, int limit) {
        return connection
                .preparedQuery(MIGRATION + " where id > $1 order by id limit $2")
                .execute(Tuple.of(after, limit))
                .map(rows -> all(rows, MigrationSql::migration));
    }

    public Uni<Void> complete(SqlConnection connection, long migration, String by, Instant when) {
        return connection
                .preparedQuery(
                        "update migration set state = 'COMPLETED', completed_by = $2, completed_at = $3 where id = $1")
                .execute(Tuple.of(migration, by, at(when)))
                .replaceWithVoid();
    }

    /** Keeps a file before its rows; answers its {@code migration_file.id}. */
    public Uni<Long> open(
            SqlConnection connection,
            long migration,
            UUID uuid,
            MigrationKind kind,
            byte[] sha256,
            String by,
            Instant when) {
        return connection
                .preparedQuery("""
                        insert into migration_file (tenant_id, uuid, migration_id, kind, sha256, stored, taken, duplicates, refused, sent_by,
                                                    sent_at)
                        values (hub_tenant(), $1, $2, $3, $4, true, 0, 0, 0, $5, $6) returning id
                        """)
                .execute(Tuple.tuple()
                        .addUUID(uuid)
                        .addLong(migration)
                        .addString(kind.name())
                        .addBuffer(Buffer.buffer(sha256))
                        .addString(by)
                        .addOffsetDateTime(at(when)))
                .map(rows -> rows.iterator().next().getLong(0));
    }

    public Uni<Void> close(SqlConnection connection, long file, boolean stored, Counts counts) {
        return connection
                .preparedQuery(
                        "update migration_file set stored = $2, taken = $3, duplicates = $4, refused = $5 where id = $1")
                .execute(Tuple.of(file, stored, counts.taken(), counts.duplicates(), counts.refused()))
                .replaceWithVoid();
    }

    /** Lets the planner know how the tables have grown. */
    public Uni<Void> refreshStatistics(SqlConnection connection) {
        return connection.query("call refresh_migrated_statistics()").execute().replaceWithVoid();
    }

    /** Keeps what became of rows. */
    public Uni<Void> keep(SqlConnection connection, long file, List<RowReport> rows) {
        if (rows.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return connection
                .preparedQuery("""
                        insert into migration_row (tenant_id, file_id, line, reference, fate, field, code, message)
                        select hub_tenant(), $1, r.*
                          from unnest($2::int[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[]) r
                        """)
                .execute(Tuple.tuple()
                        .addLong(file)
                        .addValue(Columns.of(rows, Integer.class, RowReport::line))
                        .addArrayOfString(Columns.texts(rows, RowReport::reference))
                        .addArrayOfString(Columns.texts(rows, row -> row.fate().name()))
                        .addArrayOfString(Columns.texts(rows, RowReport::field))
                        .addArrayOfString(Columns.texts(rows, RowReport::code))
                        .addArrayOfString(Columns.texts(rows, RowReport::message)))
                .replaceWithVoid();
    }

    /** The files of a migration, in the order in which they came. */
    public Uni<List<SentFile>> files(SqlConnection connection, long migration) {
        return connection
                .preparedQuery(FILE + " where f.migration_id = $1 order by f.id")
                .execute(Tuple.of(migration))
                .map(rows -> all(rows, MigrationSql::file));
    }

    public Uni<Optional<SentFile>> file(SqlConnection connection, UUID migration, UUID file) {
        return connection
                .preparedQuery(FILE + " join migration m on m.id = f.migration_id where m.uuid = $1 and f.uuid = $2")
                .execute(Tuple.of(migration, file))
                .map(rows -> all(rows, MigrationSql::file).stream().findFirst());
    }

    /**
     * What became of the rows of a file, in its order, from behind a line on.
     *
     * @param fate null for all
     */
    public Uni<List<RowReport>> rows(SqlConnection connection, long file, Fate fate, int afterLine, int limit) {
        return connection
                .preparedQuery("""
                        select line, reference, fate, field, code, message from migration_row
                         where file_id = $1 and line > $2 and ($3::text is null or fate = $3) order by line limit $4
                        """)
                .execute(Tuple.of(file, afterLine, fate == null ? null : fate.name(), limit))
                .map(rows -> all(rows, MigrationSql::row));
    }

    private static Migration migration(Row row) {
        OffsetDateTime completed = row.getOffsetDateTime("completed_at");
        return new Migration(
                row.getLong("id"),
                row.getUUID("uuid"),
                row.getString("key"),
                row.getString("source"),
                row.getLocalDate("cut_over"),
                row.getBoolean("open"),
                row.getString("created_by"),
                row.getOffsetDateTime("created_at").toInstant(),
                row.getString("completed_by"),
                completed == null ? null : completed.toInstant());
    }

    private static SentFile file(Row row) {
        return new SentFile(
                row.getLong("id"),
                row.getUUID("uuid"),
                MigrationKind.valueOf(row.getString("kind")),
                row.getString("sha256"),
                row.getBoolean("stored"),
                row.getInteger("taken"),
                row.getInteger("duplicates"),
                row.getInteger("refused"),
                row.getString("sent_by"),
                row.getOffsetDateTime("sent_at").toInstant());
    }

    private static RowReport row(Row row) {
        String code = row.getString("code");
        return new RowReport(
                row.getInteger("line"),
                row.getString("reference"),
                Fate.valueOf(row.getString("fate")),
                row.getString("field"),
                code,
                row.getString("message"),
                code == null ? null : OnboardingError.valueOf(code).entry().whatToDo());
    }

    private static <T> List<T> all(RowSet<Row> rows, Function<Row, T> read) {
        List<T> all = new ArrayList<>(rows.size());
        rows.forEach(row -> all.add(read.apply(row)));
        return all;
    }

    static OffsetDateTime at(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
