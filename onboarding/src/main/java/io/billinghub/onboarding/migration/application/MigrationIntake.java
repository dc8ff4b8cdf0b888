package io.billinghub.onboarding.migration.application;

import io.billinghub.core.audit.AuditLog;
import io.billinghub.core.error.HubException;
import io.billinghub.core.identity.IdGenerator;
import io.billinghub.core.tenancy.TenantContext;
import io.billinghub.onboarding.error.OnboardingError;
import io.billinghub.onboarding.masterdata.application.Importer;
import io.billinghub.onboarding.migration.infrastructure.ItemSql;
import io.billinghub.onboarding.migration.infrastructure.ItemSql.Known;
import io.billinghub.onboarding.migration.infrastructure.MigrationSql;
import io.billinghub.onboarding.migration.infrastructure.MigrationTable;
import io.billinghub.onboarding.migration.model.FileReport;
import io.billinghub.onboarding.migration.model.Flaw;
import io.billinghub.onboarding.migration.model.Migration;
import io.billinghub.onboarding.migration.model.MigrationKind;
import io.billinghub.onboarding.migration.model.MigrationRow;
import io.billinghub.onboarding.migration.model.RowReport;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * Takes a file of a migration in. A check is the same, rolled back to a savepoint; so is a file of which all rows or none were asked for, and
 * one was refused.
 */
@ApplicationScoped
public class MigrationIntake {

    private static final int ROWS_AT_ONCE = 2_000;
    private static final String SAVEPOINT = "savepoint before_file";
    private static final String BACK = "rollback to savepoint before_file";

    private final MigrationSql sql;
    private final ItemSql items;
    private final MasterRows masterRows;
    private final OpeningRows openingRows;
    private final AuditLog audit;
    private final MigrationConfig config;
    private final IdGenerator ids;
    private final Clock clock;

    public MigrationIntake(
            MigrationSql sql,
            ItemSql items,
            MasterRows masterRows,
            OpeningRows openingRows,
            AuditLog audit,
            MigrationConfig config,
            IdGenerator ids,
            Clock clock) {
        this.sql = sql;
        this.items = items;
        this.masterRows = masterRows;
        this.openingRows = openingRows;
        this.audit = audit;
        this.config = config;
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * A file that was sent.
     *
     * @param check whether nothing is to be stored
     * @param whole whether nothing is to be stored where a row is refused
     * @param sha256 of its bytes
     */
    public record Sent(MigrationKind kind, boolean check, boolean whole, Path file, byte[] sha256) {

        public Sent {
            sha256 = sha256.clone();
        }

        @Override
        public byte[] sha256() {
            return sha256.clone();
        }
    }

    /** What is under way. */
    private record Taking(
            SqlConnection connection,
            TenantContext login,
            Importer importer,
            Migration migration,
            Sent sent,
            MigrationTable table,
            long file,
            RowCounts counts) {

        MigrationKind kind() {
            return sent.kind();
        }
    }

    /**
     * Stores the rows that nothing stands against, inside the caller's transaction. Reads the file anew each time it is called.
     *
     * @return fails with UNKNOWN_MIGRATION, MIGRATION_COMPLETED, INVALID_MIGRATION_FILE
     */
    public Uni<FileReport> take(
            SqlConnection connection, TenantContext login, Importer importer, UUID migration, Sent sent) {
        UUID uuid = ids.next();
        return sql.lock(connection)
                .flatMap(locked -> sql.one(connection, migration))
                .map(MigrationIntake::requireOpen)
                .call(() -> connection.query(SAVEPOINT).execute())
                .flatMap(found -> sql.open(
                                connection,
                                found.id(),
                                uuid,
                                sent.kind(),
                                sent.sha256(),
                                login.actor(),
                                clock.instant())
                        .flatMap(file -> rows(connection, login, importer, found, sent, file))
                        .flatMap(counts -> end(connection, login, found, sent, uuid, counts)));
    }

    static Migration requireOpen(Optional<Migration> found) {
        Migration migration = found.orElseThrow(
                () -> new HubException(OnboardingError.UNKNOWN_MIGRATION, "There is no migration with this id."));
        if (!migration.open()) {
            throw new HubException(
                    OnboardingError.MIGRATION_COMPLETED,
                    "Migration '" + migration.key() + "' was completed on " + migration.completedAt() + ".");
        }
        return migration;
    }

    private Uni<RowCounts> rows(
            SqlConnection connection,
            TenantContext login,
            Importer importer,
            Migration migration,
            Sent sent,
            long file) {
        return onWorker(() -> MigrationTable.open(sent.kind(), sent.file())).flatMap(table -> {
            Taking taking = new Taking(connection, login, importer, migration, sent, table, file, new RowCounts(file));
            return next(taking).replaceWith(taking.counts()).eventually(table::close);
        });
    }

    private Uni<Void> next(Taking taking) {
        return onWorker(() -> taking.table().next(ROWS_AT_ONCE)).flatMap(rows -> {
            if (rows.isEmpty()) {
                return Uni.createFrom().voidItem();
            }
            if (taking.counts().all() + rows.size() > config.rowsPerFile()) {
                throw new HubException(
                        OnboardingError.INVALID_MIGRATION_FILE,
                        "It has more than " + config.rowsPerFile() + " rows; send it in parts.");
            }
            return part(taking, rows)
                    .invoke(done -> taking.counts().add(rows))
                    .flatMap(done -> sql.keep(taking.connection(), taking.file(), reports(rows)))
                    .call(() -> taking.counts().hasGrown()
                            ? sql.refreshStatistics(taking.connection())
                            : Uni.createFrom().voidItem())
                    .flatMap(done -> next(taking));
        });
    }

    private Uni<Void> part(Taking taking, List<MigrationRow> rows) {
        rows.forEach(row -> {
            if (row.isGood()) {
                taking.kind().check(row, taking.migration().cutOver());
            }
        });
        onceOnly(rows);
        List<MigrationRow> shaped = good(rows);
        return items.known(taking.connection(), taking.migration().source(), taking.kind(), shaped)
                .invoke(known -> shaped.forEach(row -> meet(taking, row, known.get(row.reference()))))
                .flatMap(known -> store(taking, good(rows)));
    }

    /** Of rows with one reference the first counts. */
    private static void onceOnly(List<MigrationRow> rows) {
        Map<String, Integer> lines = new HashMap<>();
        good(rows).forEach(row -> {
            Integer first = lines.putIfAbsent(row.reference(), row.line());
            if (first != null) {
                row.refuse(twice(row, first));
            }
        });
    }

    private static Flaw twice(MigrationRow row, int first) {
        return new Flaw(
                null, OnboardingError.DUPLICATE_KEY, "'" + row.reference() + "' stands already in line " + first);
    }

    private static void meet(Taking taking, MigrationRow row, Known known) {
        if (known == null) {
            return;
        }
        if (known.fileId() == taking.file()) {
            row.refuse(twice(row, known.line()));
        } else if (known.content().equals(row.content())) {
            row.duplicate();
        } else {
            row.refuse(new Flaw(
                    null,
                    OnboardingError.MIGRATED_OTHERWISE,
                    "'" + row.reference() + "' was taken before, and this row says something else"));
        }
    }

    private Uni<Void> store(Taking taking, List<MigrationRow> rows) {
        if (rows.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return switch (taking.kind()) {
            case CUSTOMERS, ACCOUNTS, PRODUCTS ->
                masterRows
                        .store(taking.connection(), taking.importer(), taking.kind(), rows)
                        .flatMap(done -> masterRows
                                .ids(taking.connection(), taking.kind(), good(rows))
                                .flatMap(stored -> keep(taking, good(rows), stored)));
            case BALANCES, OPEN_BILLS ->
                openingRows
                        .judge(taking.connection(), taking.migration(), taking.kind(), rows)
                        .flatMap(accounts -> good(rows).isEmpty()
                                ? Uni.createFrom().voidItem()
                                : openingRows
                                        .store(
                                                taking.connection(),
                                                taking.login(),
                                                taking.migration(),
                                                taking.kind(),
                                                good(rows),
                                                accounts)
                                        .flatMap(stored -> keep(taking, good(rows), stored)));
        };
    }

    private Uni<Void> keep(Taking taking, List<MigrationRow> rows, Long[] stored) {
        return items.keep(
                taking.connection(),
                taking.migration().id(),
                taking.migration().source(),
                taking.kind(),
                taking.file(),
                rows,
                stored);
    }

    private Uni<FileReport> end(
            SqlConnection connection,
            TenantContext login,
            Migration migration,
            Sent sent,
            UUID uuid,
            RowCounts counts) {
        if (counts.all() == 0) {
            throw new HubException(OnboardingError.INVALID_MIGRATION_FILE, "It has no row but the headers.");
        }
        boolean stored = !sent.check() && !(sent.whole() && counts.refused() > 0);
        Uni<Void> ended;
        if (stored) {
            ended = sql.close(connection, counts.file(), true, counts.counts());
        } else if (sent.check()) {
            ended = back(connection);
        } else {
            ended = back(connection)
                    .flatMap(gone -> sql.open(
                            connection,
                            migration.id(),
                            uuid,
                            sent.kind(),
                            sent.sha256(),
                            login.actor(),
                            clock.instant()))
                    .flatMap(file -> sql.close(connection, file, false, counts.counts())
                            .flatMap(done -> sql.keep(connection, file, counts.refusals())));
        }
        FileReport report = counts.report(sent.check() ? Optional.empty() : Optional.of(uuid), sent.kind(), stored);
        return ended.call(() -> sent.check()
                        ? Uni.createFrom().voidItem()
                        : audit.append(
                                connection,
                                login,
                                "migration.file",
                                "migration/" + migration.uuid(),
                                Optional.empty(),
                                Optional.of(Audited.file(report))))
                .replaceWith(report);
    }

    private static Uni<Void> back(SqlConnection connection) {
        return connection.query(BACK).execute().replaceWithVoid();
    }

    private static List<MigrationRow> good(List<MigrationRow> rows) {
        return rows.stream().filter(MigrationRow::isGood).toList();
    }

    private static List<RowReport> reports(List<MigrationRow> rows) {
        return rows.stream().map(RowReport::of).toList();
    }

    private static <T> Uni<T> onWorker(Supplier<T> reading) {
        return Uni.createFrom().item(reading).runSubscriptionOn(Infrastructure.getDefaultWorkerPool());
    }
}
