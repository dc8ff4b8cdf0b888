package io.billinghub.onboarding.migration.application;

import io.billinghub.core.audit.AuditLog;
import io.billinghub.core.error.HubException;
import io.billinghub.core.identity.IdGenerator;
import io.billinghub.core.tenancy.TenantContext;
import io.billinghub.onboarding.error.OnboardingError;
import io.billinghub.onboarding.migration.infrastructure.BillSql;
import io.billinghub.onboarding.migration.infrastructure.MigrationSql;
import io.billinghub.onboarding.migration.infrastructure.ReconciliationSql;
import io.billinghub.onboarding.migration.infrastructure.ReportCsv;
import io.billinghub.onboarding.migration.infrastructure.TotalsTable;
import io.billinghub.onboarding.migration.model.Fate;
import io.billinghub.onboarding.migration.model.MigratedBill;
import io.billinghub.onboarding.migration.model.Migration;
import io.billinghub.onboarding.migration.model.Reconciled;
import io.billinghub.onboarding.migration.model.Reconciled.State;
import io.billinghub.onboarding.migration.model.RowReport;
import io.billinghub.onboarding.migration.model.SentFile;
import io.billinghub.onboarding.migration.model.TotalKind;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/** Migrations from their begin to their end, but for their files; each method works inside the caller's transaction. */
@ApplicationScoped
public class Migrations {

    private static final int ROWS_AT_ONCE = 10_000;

    private final MigrationSql sql;
    private final ReconciliationSql reconciliation;
    private final BillSql bills;
    private final AuditLog audit;
    private final IdGenerator ids;
    private final Clock clock;

    public Migrations(
            MigrationSql sql,
            ReconciliationSql reconciliation,
            BillSql bills,
            AuditLog audit,
            IdGenerator ids,
            Clock clock) {
        this.sql = sql;
        this.reconciliation = reconciliation;
        this.bills = bills;
        this.audit = audit;
        this.ids = ids;
        this.clock = clock;
    }

    /** A migration with its files and what they come to. */
    public record Whole(Migration migration, List<SentFile> files, List<Reconciled> reconciliation) {}

    /** A file with rows of its report. */
    public record Report(SentFile file, List<RowReport> rows) {}

    /**
     * Begins a migration.
     *
     * @param cutOver the first day that the hub bills
     * @return fails with MIGRATION_EXISTS
     */
    public Uni<Migration> begin(
            SqlConnection connection, TenantContext login, String key, String source, LocalDate cutOver) {
        Migration migration =
                new Migration(0, ids.next(), key, source, cutOver, true, login.actor(), clock.instant(), null, null);
        return sql.create(connection, migration)
                .map(made -> made.orElseThrow(() -> new HubException(
                        OnboardingError.MIGRATION_EXISTS, "There is a migration '" + key + "' already.")))
                .call(made -> note(
                        connection,
                        login,
                        "migration.begin",
                        made,
                        Optional.empty(),
                        Optional.of(Audited.migration(made))));
    }

    public Uni<List<Migration>> list(SqlConnection connection, long after, int limit) {
        return sql.list(connection, after, limit);
    }

    /** Fails with UNKNOWN_MIGRATION. */
    public Uni<Whole> one(SqlConnection connection, UUID uuid) {
        return found(connection, uuid)
                .flatMap(migration -> sql.files(connection, migration.id())
                        .flatMap(files -> reconciliation
                                .reconciled(connection, migration.id())
                                .map(reconciled -> new Whole(migration, files, reconciled))));
    }

    /**
     * A page of the report of a file.
     *
     * @param fate null for all rows
     * @return fails with UNKNOWN_MIGRATION
     */
    public Uni<Report> report(
            SqlConnection connection, UUID migration, UUID file, Fate fate, int afterLine, int limit) {
        return file(connection, migration, file)
                .flatMap(found ->
                        sql.rows(connection, found.id(), fate, afterLine, limit).map(rows -> new Report(found, rows)));
    }

    /** The whole report of a file as CSV; fails with UNKNOWN_MIGRATION. */
    public Uni<String> reportCsv(SqlConnection connection, UUID migration, UUID file, Fate fate) {
        StringBuilder csv = new StringBuilder(ReportCsv.HEADERS);
        return file(connection, migration, file)
                .flatMap(found -> append(connection, found.id(), fate, 0, csv))
                .map(done -> csv.toString());
    }

    private Uni<Void> append(SqlConnection connection, long file, Fate fate, int afterLine, StringBuilder csv) {
        return sql.rows(connection, file, fate, afterLine, ROWS_AT_ONCE).flatMap(rows -> {
            csv.append(ReportCsv.of(rows));
            return rows.size() < ROWS_AT_ONCE
                    ? Uni.createFrom().voidItem()
                    : append(connection, file, fate, rows.get(rows.size() - 1).line(), csv);
        });
    }

    /**
     * Puts the old system's totals in the place of those that were given before.
     *
     * @return fails with UNKNOWN_MIGRATION, MIGRATION_COMPLETED, INVALID_MIGRATION_FILE
     */
    public Uni<List<Reconciled>> total(SqlConnection connection, TenantContext login, UUID uuid, byte[] csv) {
        List<ReconciliationSql.Given> totals = TotalsTable.read(csv);
        return open(connection, uuid)
                .flatMap(migration -> reconciliation
                        .reconciled(connection, migration.id())
                        .flatMap(before -> reconciliation
                                .replace(connection, migration.id(), totals, login.actor(), clock.instant())
                                .flatMap(done -> reconciliation.reconciled(connection, migration.id()))
                                .call(after -> note(
                                        connection,
                                        login,
                                        "migration.totals",
                                        migration,
                                        Audited.totals(before),
                                        Audited.totals(after)))));
    }

    /**
     * Accepts a difference as it is.
     *
     * @param currency empty for customers
     * @return fails with UNKNOWN_MIGRATION, MIGRATION_COMPLETED, NO_DIFFERENCE, FOUR_EYES where the login has taken part
     */
    public Uni<List<Reconciled>> accept(
            SqlConnection connection, TenantContext login, UUID uuid, TotalKind kind, String currency, String reason) {
        return open(connection, uuid)
                .flatMap(migration -> reconciliation
                        .hasTakenPart(connection, migration.id(), login.actor())
                        .invoke(part -> {
                            if (part) {
                                throw new HubException(
                                        OnboardingError.FOUR_EYES,
                                        "Login " + login.actor()
                                                + " has begun the migration, sent a file of it or given its totals.");
                            }
                        })
                        .flatMap(other -> reconciliation.reconciled(connection, migration.id()))
                        .map(reconciled -> reconciled.stream()
                                .filter(each ->
                                        each.kind() == kind && each.currency().equals(currency) && !each.isSettled())
                                .findFirst()
                                .orElseThrow(() -> new HubException(
                                        OnboardingError.NO_DIFFERENCE,
                                        kind + (currency.isEmpty() ? "" : " in " + currency) + " do not differ.")))
                        .call(difference -> reconciliation.accept(
                                connection, migration.id(), difference, reason, login.actor(), clock.instant()))
                        .call(difference -> note(
                                connection,
                                login,
                                "migration.accept",
                                migration,
                                Optional.empty(),
                                Optional.of(Audited.acceptance(difference, reason))))
                        .flatMap(done -> reconciliation.reconciled(connection, migration.id())));
    }

    /** Ends a migration; fails with UNKNOWN_MIGRATION, MIGRATION_COMPLETED, NOT_RECONCILED, FOUR_EYES where the login has sent a file of it. */
    public Uni<Whole> complete(SqlConnection connection, TenantContext login, UUID uuid) {
        return open(connection, uuid)
                .flatMap(migration -> reconciliation
                        .reconciled(connection, migration.id())
                        .invoke(Migrations::requireSettled)
                        .flatMap(settled -> reconciliation.hasSent(connection, migration.id(), login.actor()))
                        .invoke(sent -> {
                            if (sent) {
                                throw new HubException(
                                        OnboardingError.FOUR_EYES,
                                        "Login " + login.actor() + " has sent a file of the migration.");
                            }
                        })
                        .flatMap(done -> sql.complete(connection, migration.id(), login.actor(), clock.instant()))
                        .flatMap(done -> one(connection, uuid))
                        .call(whole -> note(
                                connection,
                                login,
                                "migration.complete",
                                migration,
                                Optional.of(Audited.migration(migration)),
                                Optional.of(Audited.migration(whole.migration())))));
    }

    /** Open bills of old systems; as {@link BillSql#list}. */
    public Uni<List<MigratedBill>> bills(
            SqlConnection connection, String account, String number, long after, int limit) {
        return bills.list(connection, account, number, after, limit);
    }

    private static void requireSettled(List<Reconciled> reconciled) {
        if (reconciled.isEmpty()) {
            throw new HubException(OnboardingError.NOT_RECONCILED, "Nothing was taken and no totals were given.");
        }
        String open = reconciled.stream()
                .filter(each -> !each.isSettled())
                .map(each -> (each.kind() + " " + each.currency()).strip()
                        + (each.state() == State.NO_TOTAL ? " (no total)" : ""))
                .collect(Collectors.joining(", "));
        if (!open.isEmpty()) {
            throw new HubException(OnboardingError.NOT_RECONCILED, "These differ: " + open + ".");
        }
    }

    private Uni<Migration> open(SqlConnection connection, UUID uuid) {
        return sql.lock(connection).flatMap(locked -> sql.one(connection, uuid)).map(MigrationIntake::requireOpen);
    }

    private Uni<Migration> found(SqlConnection connection, UUID uuid) {
        return sql.one(connection, uuid)
                .map(found -> found.orElseThrow(() ->
                        new HubException(OnboardingError.UNKNOWN_MIGRATION, "There is no migration with this id.")));
    }

    private Uni<SentFile> file(SqlConnection connection, UUID migration, UUID file) {
        return sql.file(connection, migration, file)
                .map(found -> found.orElseThrow(() -> new HubException(
                        OnboardingError.UNKNOWN_MIGRATION, "The migration has no file with this id.")));
    }

    private Uni<Void> note(
            SqlConnection connection,
            TenantContext login,
            String action,
            Migration migration,
            Optional<String> before,
            Optional<String> after) {
        return audit.append(connection, login, action, "migration/" + migration.uuid(), before, after);
    }
}
