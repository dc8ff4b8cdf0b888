package io.billinghub.core.billrun.application;

import static io.billinghub.core.testing.TestDatabase.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.billinghub.core.billrun.infrastructure.RatingSql;
import io.billinghub.core.consumption.application.Consumptions;
import io.billinghub.core.consumption.infrastructure.PayingAccountSql;
import io.billinghub.core.event.infrastructure.SqlOutbox;
import io.billinghub.core.prepaid.infrastructure.PrepaidSql;
import io.billinghub.core.reservation.application.Reservations;
import io.billinghub.core.reservation.infrastructure.ReservationSql;
import io.billinghub.core.testing.TestDatabase;
import io.billinghub.core.usage.application.UsageRating;
import io.billinghub.core.usage.infrastructure.PlanStateSql;
import io.billinghub.core.usage.infrastructure.UsageSql;
import io.billinghub.core.usagelimit.application.UsageLimitConfig;
import io.billinghub.core.usagelimit.application.UsageLimitWatch;
import io.billinghub.core.usagelimit.infrastructure.UsageLimitSql;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Usage is looked at because it was noted, and an account that can't be looked at holds up no other one. */
class UsageLimitWatchIT {

    private static TestDatabase database;

    @BeforeAll
    static void createDatabase() {
        database = TestDatabase.create("hub_it_usage_limit_watch");
    }

    @AfterAll
    static void close() {
        database.close();
    }

    @Test
    void nothingIsLookedAtThatWasNotNoted() {
        ApiUsage usage = usage("noted");
        limit(usage, "A-0002");

        assertThat(look(usage)).isFalse();
        assertThat(reached(usage)).isEmpty();
        note(usage, "A-0002");

        assertThat(look(usage)).isTrue();
        assertThat(reached(usage)).isEqualTo("A-0002 80");
        assertThat(look(usage)).isFalse();
    }

    @Test
    void usageOfAnAccountWithoutALimitIsNotNoted() {
        ApiUsage usage = usage("without");
        limit(usage, "A-0003");

        note(usage, "A-0002");

        assertThat(look(usage)).isFalse();
    }

    /** The cycle of A-0001 has a time zone that nobody knows. */
    @Test
    void anAccountThatCannotBeLookedAtWaitsAndTheOthersDoNot() {
        ApiUsage usage = usage("isolated");
        usage.execute("""
                insert into bill_cycle (tenant_id, uuid, key, name, day_of_month, time_zone, payment_days, open_from)
                values (hub_tenant(), gen_random_uuid(), 'lost', 'Lost', 1, 'Nowhere/Nowhere', 14, '2026-10-01');
                update billing_account set cycle_id = (select id from bill_cycle where key = 'lost') where number = 'A-0001'
                """);
        limit(usage, "A-0001");
        limit(usage, "A-0002");
        note(usage, "A-0001");
        note(usage, "A-0002");

        assertThat(look(usage)).isTrue();

        assertThat(reached(usage)).isEqualTo("A-0002 80");
        assertThat(look(usage)).isFalse();
        assertThat(
                        database.text(
                                usage.fixture.operator,
                                "select string_agg(a.number, ' ') from usage_note n join billing_account a on a.id = n.account_id"
                                        + " where n.noted_at between now() + interval '3 minutes' and now() + interval '6 minutes'"))
                .isEqualTo("A-0001");

        usage.execute("update bill_cycle set time_zone = 'Europe/Helsinki' where key = 'lost'");
        usage.execute("update usage_note set noted_at = now()");
        assertThat(look(usage)).isTrue();
        assertThat(database.number(usage.fixture.operator, "select count(*) from usage_note"))
                .isZero();
    }

    /** 80 calls at 0.50, of a limit of 100 calls. */
    private static ApiUsage usage(String tenant) {
        ApiUsage usage = new ApiUsage(database, tenant);
        usage.price("each", "{\"type\":\"perUnit\",\"unitPrice\":\"0.50\"}");
        usage.use("2026-10-05 12:00", "80", "2026-10-01");
        return usage;
    }

    private static void limit(ApiUsage usage, String account) {
        usage.execute("""
                insert into usage_limit (tenant_id, uuid, account_id, unit, value, thresholds, created_by)
                select hub_tenant(), gen_random_uuid(), id, 'call', 100, '{80,100}', 'test' from billing_account where number = '%s'
                """.formatted(account));
    }

    /** As whoever takes usage in does, in its own transaction. */
    private static void note(ApiUsage usage, String account) {
        usage.execute("select note_usage(array[id], array[date '2026-10-05']) from billing_account where number = '"
                + account + "'");
    }

    private static boolean look(ApiUsage usage) {
        PayingAccountSql payers = new PayingAccountSql();
        Consumptions consumptions =
                new Consumptions(new UsageRating(new UsageSql(), new PlanStateSql()), new RatingSql());
        SqlOutbox outbox = new SqlOutbox();
        Clock clock = Clock.systemUTC();
        UsageLimitWatch watch = new UsageLimitWatch(
                database.transactions(),
                new UsageLimitSql(),
                payers,
                consumptions,
                new Reservations(new ReservationSql(), new PrepaidSql(), payers, consumptions, outbox, clock),
                outbox,
                clock,
                new Config());
        return await(watch.look(usage.fixture.operator));
    }

    private static String reached(ApiUsage usage) {
        return database.text(usage.fixture.operator, """
                select coalesce(string_agg(a.number || ' ' || trim_scale(t.threshold), ', ' order by a.number, t.threshold), '')
                from usage_threshold_reached t join billing_account a on a.id = t.account_id
                """);
    }

    private record Config() implements UsageLimitConfig {
        @Override
        public Duration poll() {
            return Duration.ofMillis(500);
        }

        @Override
        public int notesAtOnce() {
            return 500;
        }

        @Override
        public int limitsPerAccount() {
            return 100;
        }
    }
}
