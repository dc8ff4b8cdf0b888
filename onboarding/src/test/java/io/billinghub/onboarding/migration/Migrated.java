package io.billinghub.onboarding.migration;

import static io.billinghub.core.testing.TestDatabase.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.f4b6a3.uuid.UuidCreator;
import io.billinghub.core.audit.AuditLog;
import io.billinghub.core.billrun.application.BilledDays;
import io.billinghub.core.billrun.infrastructure.BilledDaysSql;
import io.billinghub.core.coherence.Coherence;
import io.billinghub.core.ledger.infrastructure.SqlPostings;
import io.billinghub.core.tenancy.TenantContext;
import io.billinghub.core.tenancy.Tenants;
import io.billinghub.core.testing.TestDatabase;
import io.billinghub.onboarding.masterdata.application.Importer;
import io.billinghub.onboarding.masterdata.application.MasterDataImport;
import io.billinghub.onboarding.masterdata.infrastructure.MasterDataStore;
import io.billinghub.onboarding.masterdata.model.ImportOutcome;
import io.billinghub.onboarding.migration.application.MasterRows;
import io.billinghub.onboarding.migration.application.MigrationIntake;
import io.billinghub.onboarding.migration.application.MigrationIntake.Sent;
import io.billinghub.onboarding.migration.application.Migrations;
import io.billinghub.onboarding.migration.application.OpeningRows;
import io.billinghub.onboarding.migration.infrastructure.BillSql;
import io.billinghub.onboarding.migration.infrastructure.ItemSql;
import io.billinghub.onboarding.migration.infrastructure.MigrationSql;
import io.billinghub.onboarding.migration.infrastructure.ReconciliationSql;
import io.billinghub.onboarding.migration.model.FileReport;
import io.billinghub.onboarding.migration.model.MigrationKind;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.UUID;
import java.util.function.Function;

/** Migrations on a real database: each tenant has one that is open. It is 16 October 2026, the day of the cut-over. */
final class Migrated implements AutoCloseable {

    static final LocalDate CUT_OVER = LocalDate.of(2026, 10, 16);
    static final int MOST_ROWS = 100_000;

    private final TestDatabase database = TestDatabase.create("hub_it_migration");
    private final Clock clock = Clock.fixed(Instant.parse("2026-10-16T09:00:00Z"), ZoneOffset.UTC);
    private final MigrationSql sql = new MigrationSql();
    private final ItemSql items = new ItemSql();
    private final MasterDataImport imports = new MasterDataImport(
            new Tenants(database.app()),
            database.transactions(),
            new MasterDataStore(UuidCreator::getTimeOrderedEpoch),
            new BilledDays(new BilledDaysSql()),
            clock);
    private final MigrationIntake intake = new MigrationIntake(
            sql,
            items,
            new MasterRows(imports, items),
            new OpeningRows(items, new SqlPostings(), UuidCreator::getTimeOrderedEpoch),
            new AuditLog(),
            () -> MOST_ROWS,
            UuidCreator::getTimeOrderedEpoch,
            clock);
    final Migrations migrations = new Migrations(
            sql, new ReconciliationSql(), new BillSql(), new AuditLog(), UuidCreator::getTimeOrderedEpoch, clock);

    /** A tenant with an open migration. */
    record Host(Migrated hub, String key, TenantContext anna, UUID migration) {

        FileReport take(MigrationKind kind, String csv) {
            return send(kind, false, false, csv);
        }

        FileReport send(MigrationKind kind, boolean check, boolean whole, String csv) {
            try {
                Path file = Files.createTempFile("migration", ".csv");
                Files.writeString(file, csv);
                try {
                    return in(connection -> hub.intake.take(
                            connection,
                            anna,
                            new Importer(key, "anna", false),
                            migration,
                            new Sent(kind, check, whole, file, new byte[] {1})));
                } finally {
                    Files.delete(file);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        <T> T in(Function<SqlConnection, Uni<T>> work) {
            return hub.database.inTenant(anna, work);
        }

        String text(String query) {
            return hub.database.text(anna, query);
        }

        TenantContext as(String login) {
            return TenantContext.of(anna.tenantId(), login);
        }

        /** All files of the folder of test resources, without a flaw. */
        void takeAll() {
            for (MigrationKind kind : MigrationKind.values()) {
                FileReport report = take(kind, file(kind));
                assertThat(report.refusals()).isEmpty();
                assertThat(report.stored()).isTrue();
            }
        }

        void assertCoherent() {
            assertThat(await(new Coherence(hub.database.transactions()).check(anna)))
                    .allSatisfy(finding -> assertThat(finding.violations())
                            .as(finding.statement())
                            .isEmpty());
        }
    }

    Host host(String key) {
        byte[] document = resource("host.json").replace("TENANT", key).getBytes(StandardCharsets.UTF_8);
        assertThat(await(imports.run(new Importer(key, "anna", true), document)))
                .isInstanceOf(ImportOutcome.Imported.class);
        TenantContext anna =
                TenantContext.of(await(new Tenants(database.app()).idOf(key)).orElseThrow(), "anna");
        UUID migration = database.inTenant(
                        anna, connection -> migrations.begin(connection, anna, "wave-1", "old-billing", CUT_OVER))
                .uuid();
        return new Host(this, key, anna, migration);
    }

    static String file(MigrationKind kind) {
        return resource(
                kind == MigrationKind.OPEN_BILLS ? "bills.csv" : kind.name().toLowerCase(Locale.ROOT) + ".csv");
    }

    static String resource(String name) {
        try (InputStream file = Migrated.class.getResourceAsStream("/migration/" + name)) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        database.close();
    }
}
