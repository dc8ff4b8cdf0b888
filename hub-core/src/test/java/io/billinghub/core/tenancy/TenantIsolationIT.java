package io.billinghub.core.tenancy;

import static io.billinghub.core.testing.TestDatabase.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.billinghub.core.testing.TestDatabase;
import java.util.List;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A query without a tenant sees nothing, and one with a tenant sees no other's rows: in every table there is. */
class TenantIsolationIT {

    // not a tenant's business: Flyway's own history, and the leases of the relay
    private static final Set<String> WITHOUT_TENANT = Set.of("flyway_schema_history", "outbox_lease");

    private static TestDatabase database;
    private static TenantContext nordlys;
    private static TenantContext other;

    @BeforeAll
    static void fillEveryTable() {
        database = TestDatabase.create("hub_it_isolation");
        nordlys = database.tenant("nordlys");
        other = database.tenant("other");
        database.loadPublishedBill(nordlys);
        database.execute(nordlys, """
                insert into share (tenant_id, bill_period, bill_id, line_position, party_id, amount, currency, agreement_version_id)
                values (hub_tenant(), '2026-10-01', 1, 1, 1, 1, 'EUR', 1);
                insert into amount_due_rule (tenant_id, cycle_id, currency, minimum) select hub_tenant(), id, 'EUR', 5 from bill_cycle;
                insert into invoice_split (tenant_id, account_id, valid_from, valid_to, parts)
                select tenant_id, id, '-infinity', 'infinity', '[{"percent": "100"}]' from billing_account limit 1;
                insert into carried_balance (tenant_id, bill_id, account_id, run_id)
                select tenant_id, id, account_id, run_id from customer_bill
                """);
        // which the application reads and the worker alone writes
        await(database.relay()
                .query("insert into event_delivery_attempt (tenant_id, delivery_id, attempted_at, millis)"
                        + " select tenant_id, id, now(), 1 from event_delivery")
                .execute());
    }

    @AfterAll
    static void closeDatabase() {
        database.close();
    }

    @Test
    void everyTableHasForcedRowLevelSecurity() {
        List<String> unsecured = column("""
                select relname from pg_class
                 where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and not relispartition
                   and not (relrowsecurity and relforcerowsecurity) order by relname
                """);
        assertThat(unsecured).containsExactlyInAnyOrderElementsOf(WITHOUT_TENANT);
    }

    @Test
    void everyTableHasARowToBeSeen() {
        assertThat(readable()).hasSizeGreaterThan(40);
        for (String table : readable()) {
            assertThat(database.number(nordlys, "select count(*) from " + table))
                    .as(table)
                    .isPositive();
        }
    }

    @Test
    void aQueryWithoutATenantSeesNothing() {
        for (String table : readable()) {
            assertThat(count("select count(*) from " + table)).as(table).isZero();
        }
    }

    @Test
    void aQueryOfAnotherTenantSeesNothingOfThisOne() {
        for (String table : readable()) {
            String own = table.equals("tenant") ? "id" : "tenant_id";
            assertThat(database.number(
                            other, "select count(*) from " + table + " where " + own + " = " + nordlys.tenantId()))
                    .as(table)
                    .isZero();
        }
    }

    @Test
    void aTenantOnAPooledConnectionDoesNotOutliveItsTransaction() {
        for (int n = 0; n < 12; n++) { // more often than the pool has connections
            database.number(nordlys, "select count(*) from party");
            assertThat(count("select count(*) from party")).isZero();
        }
    }

    @Test
    void noPartitionCanBeReadPastItsParent() {
        List<String> partitions = column("""
                select relname from pg_class where relispartition and relkind = 'r'
                   and has_table_privilege('hub_app', oid, 'select, insert, update, delete, truncate')
                """);
        assertThat(partitions).isEmpty();
    }

    @Test
    void theApplicationsRoleCanNotBypassRowLevelSecurity() {
        assertThat(column("select rolname from pg_roles where rolname in ('hub_app', 'hub_relay', 'hub_owner')"
                        + " and (rolsuper or rolbypassrls)"))
                .isEmpty();
        assertThat(column("select tablename from pg_tables where schemaname = 'public' and tableowner = 'hub_app'"))
                .isEmpty();
        assertThatThrownBy(() -> await(database.app()
                        .query("alter table party disable row level security")
                        .execute()))
                .hasMessageContaining("must be owner");
    }

    @Test
    void aRowOfAnotherTenantCanNotBeWritten() {
        assertThatThrownBy(() -> database.execute(
                        other,
                        "insert into party (tenant_id, uuid, key, kind, name, country) values (" + nordlys.tenantId()
                                + ", gen_random_uuid(), 'intruder', 'ORGANIZATION', 'Intruder', 'FI')"))
                .hasMessageContaining("row-level security");
    }

    private static List<String> readable() {
        return column("""
                select relname from pg_class
                 where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and not relispartition
                   and has_table_privilege('hub_app', oid, 'select') order by relname
                """);
    }

    private static List<String> column(String sql) {
        return StreamSupport.stream(await(database.app().query(sql).execute()).spliterator(), false)
                .map(row -> row.getString(0))
                .toList();
    }

    private static long count(String sql) {
        return await(database.app().query(sql).execute()).iterator().next().getLong(0);
    }
}
