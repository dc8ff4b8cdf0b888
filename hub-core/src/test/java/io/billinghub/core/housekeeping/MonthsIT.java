package io.billinghub.core.housekeeping;

import static io.billinghub.core.testing.TestDatabase.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.billinghub.core.process.Roles;
import io.billinghub.core.tenancy.TenantContext;
import io.billinghub.core.tenancy.Tenants;
import io.billinghub.core.testing.TestDatabase;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Tables of months are made ahead, and making one stops nobody who reads or writes the others. */
class MonthsIT {

    private static final String WRITE = "set local lock_timeout = '20s';"
            + " lock table partner_bill_line, usage_record, charge, bill_line, share in row exclusive mode";
    private static final String TABLES =
            "select count(*) from pg_inherits where inhparent in ('partner_bill_line'::regclass,"
                    + " 'usage_record'::regclass, 'charge'::regclass, 'bill_line'::regclass, 'share'::regclass)"
                    + " and inhrelid::regclass::text like '%%_%s'";
    private static final String INDEXES =
            "select string_agg(regexp_replace(indexdef, '[0-9]{6}', '', 'g'), E'\\n' order by"
                    + " regexp_replace(indexdef, '[0-9]{6}', '', 'g')) from pg_indexes where tablename in ('charge_%1$s', 'usage_record_%1$s')";

    private static TestDatabase database;
    private static TenantContext tenant;

    @BeforeAll
    static void createDatabase() {
        database = TestDatabase.create("hub_it_months");
        tenant = database.tenant("months");
        database.loadPublishedBill(tenant);
    }

    @AfterAll
    static void close() {
        database.close();
    }

    @Test
    void aMonthIsMadeWhileOthersReadAndWrite() {
        SqlConnection writer = begun(WRITE + "; select count(*) from usage_record");

        database.execute(tenant, "set local lock_timeout = '20s'; call ensure_period('2031-01-31')");

        assertThat(database.number(tenant, TABLES.formatted("203101"))).isEqualTo(5);
        end(writer);
    }

    @Test
    void othersReadAndWriteWhileAMonthIsMade() {
        SqlConnection maker = begun("call ensure_period('2031-02-01')");

        database.execute(tenant, WRITE + "; select count(*) from usage_record");
        database.execute(tenant, "call ensure_period('2026-10-01')"); // is there

        end(maker);
        assertThat(database.number(tenant, TABLES.formatted("203102"))).isEqualTo(5);
    }

    @Test
    void whoNeedsTheSameNewMonthsAtOnceMakesThemOnce() {
        await(Uni.join()
                .all(IntStream.range(0, 8)
                        .mapToObj(each -> database.transactions()
                                .run(
                                        tenant,
                                        connection -> connection
                                                .query(
                                                        each % 2 == 0
                                                                ? "call ensure_periods('{2031-05-02,2031-04-01,2031-05-31}')"
                                                                : "call ensure_periods('{2031-04-30,2031-05-01}')")
                                                .execute()))
                        .toList())
                .andFailFast());

        assertThat(database.number(tenant, TABLES.formatted("203104"))).isEqualTo(5);
        assertThat(database.number(tenant, TABLES.formatted("203105"))).isEqualTo(5);
        assertThat(database.text(tenant, INDEXES.formatted("203105")))
                .isEqualTo(database.text(tenant, INDEXES.formatted("202610")))
                .contains("CREATE UNIQUE INDEX");
    }

    /** Three months after February 2033, and those in which cycles are open: of the published bill November 2026. */
    @Test
    void monthsAreMadeAhead() {
        String open = database.text(tenant, "select to_char(min(open_from), 'YYYYMM') from bill_cycle");
        Instant february = Instant.parse("2033-02-28T23:59:59Z");

        await(housekeeping(february).workOnce());
        await(housekeeping(february).workOnce());

        for (String month : List.of(open, "203302", "203303", "203304", "203305")) {
            assertThat(database.number(tenant, TABLES.formatted(month)))
                    .as(month)
                    .isEqualTo(5);
        }
        assertThat(database.number(tenant, TABLES.formatted("203301"))).isZero();
        assertThat(database.number(tenant, TABLES.formatted("203306"))).isZero();
    }

    @Test
    void aChoreThatFailsHoldsUpNoOther() {
        Chore failing = new Chore() {
            @Override
            public String what() {
                return "failing";
            }

            @Override
            public Uni<Boolean> doSome(SqlConnection connection, Instant now) {
                return connection.query("select 1 / 0").execute().replaceWith(true);
            }
        };
        Instant may = Instant.parse("2034-05-01T00:00:00Z");

        await(housekeeping(may, failing, new MonthsAhead(config())).workOnce());

        assertThat(database.number(tenant, TABLES.formatted("203405"))).isEqualTo(5);
    }

    @Test
    void whatIsTooOldIsDeletedPartByPart() {
        database.execute(
                tenant,
                "insert into idempotency_key (tenant_id, client, key, request_hash, status, body, created_at)"
                        + " select hub_tenant(), 'old', n::text, '\\x00', 200, '', timestamptz '2026-01-01' - n * interval '1 second'"
                        + " from generate_series(-1, 2500) n");
        ExpiredRows rows = new ExpiredRows("idempotency_key", "created_at");
        Instant newYear = Instant.parse("2026-01-01T00:00:00Z");

        List<Boolean> more = IntStream.range(0, 3)
                .mapToObj(part -> database.inTenant(tenant, connection -> rows.deleteSome(connection, newYear)))
                .toList();

        assertThat(more).containsExactly(true, true, false);
        // of that moment, and a second later
        assertThat(database.number(tenant, "select count(*) from idempotency_key where client = 'old'"))
                .isEqualTo(2);
    }

    private static Housekeeping housekeeping(Instant now) {
        return housekeeping(now, new MonthsAhead(config()));
    }

    private static Housekeeping housekeeping(Instant now, Chore... chores) {
        return new Housekeeping(
                new Tenants(database.app()),
                database.transactions(),
                List.of(chores),
                config(),
                new Roles(List.of("billing")),
                Clock.fixed(now, ZoneOffset.UTC));
    }

    private static HousekeepingConfig config() {
        return new HousekeepingConfig() {
            @Override
            public Duration every() {
                return Duration.ofHours(1);
            }

            @Override
            public int monthsAhead() {
                return 3;
            }

            @Override
            public Duration keepAnswers() {
                return Duration.ofDays(7);
            }

            @Override
            public Duration keepUsageQueries() {
                return Duration.ofDays(30);
            }

            @Override
            public Duration keepCatalogueJobs() {
                return Duration.ofDays(30);
            }
        };
    }

    /** A transaction that stays open. */
    private static SqlConnection begun(String sql) {
        SqlConnection connection = await(database.app().getConnection());
        await(connection
                .query("begin; select set_config('hub.tenant', '" + tenant.tenantId() + "', true); " + sql)
                .execute());
        return connection;
    }

    private static void end(SqlConnection connection) {
        await(connection.query("commit").execute());
        await(connection.close());
    }
}
