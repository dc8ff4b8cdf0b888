package io.billinghub.api.housekeeping;

import static org.assertj.core.api.Assertions.assertThat;

import io.billinghub.api.testing.DemoData;
import io.billinghub.api.testing.HubFixture;
import io.billinghub.api.testing.HubTestResource;
import io.billinghub.core.housekeeping.Housekeeping;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is kept for a while is deleted when its time is over, and not before. */
@QuarkusTest
@QuarkusTestResource(HubTestResource.class)
class HousekeepingIT {

    private static final String TENANT = "nordlys";

    @Inject
    Housekeeping housekeeping;

    private final String mark = "kept-" + UUID.randomUUID();

    @BeforeEach
    void data() {
        DemoData.load();
    }

    @Test
    void answersOfRequestsWithAKeyAreKeptForAWeek() {
        HubFixture.execute(TENANT, """
                insert into idempotency_key (tenant_id, client, key, request_hash, status, body, created_at)
                values (hub_tenant(), '%1$s', 'young', '\\x00', 201, '', now() - interval '6 days 23 hours'),
                       (hub_tenant(), '%1$s', 'old', '\\x00', 201, '', now() - interval '7 days 1 hour')
                """.formatted(mark));
        clean();
        assertThat(HubFixture.values(TENANT, "select key from idempotency_key where client = '" + mark + "'"))
                .isEqualTo(List.of("young"));
    }

    @Test
    void questionsAboutUsageAreKeptForAMonth() {
        HubFixture.execute(TENANT, """
                insert into usage_consumption_query (tenant_id, uuid, account_id, asked_at, asked_by, extension)
                select hub_tenant(), gen_random_uuid(), a.id, now() - d.days * interval '1 day', '%1$s', jsonb_build_object('days', d.days, 'searchCriteria', '{}'::jsonb)
                from billing_account a, unnest(array[29, 31]) as d (days) where a.number = 'NL-1001'
                """.formatted(mark));
        clean();
        assertThat(HubFixture.values(
                        TENANT,
                        "select extension ->> 'days' from usage_consumption_query where asked_by = '" + mark + "'"))
                .isEqualTo(List.of("29"));
    }

    @Test
    void jobsOfTheCatalogueAreKeptForAMonthAfterTheirEnd() {
        for (String table : List.of("import_job", "export_job")) {
            HubFixture.execute(TENANT, """
                    insert into %1$s (tenant_id, uuid, url, status, requested_by, created_at, completed_at)
                    values (hub_tenant(), gen_random_uuid(), 'https://files.example.com/ended.json', 'Succeeded', '%2$s', now() - interval '60 days', now() - interval '31 days'),
                           (hub_tenant(), gen_random_uuid(), 'https://files.example.com/recent.json', 'Failed', '%2$s', now() - interval '60 days', now() - interval '29 days')
                    """.formatted(table, mark));
            clean();
            assertThat(HubFixture.values(TENANT, "select url from " + table + " where requested_by = '" + mark + "'"))
                    .as(table)
                    .isEqualTo(List.of("https://files.example.com/recent.json"));
        }
    }

    @Test
    void theTablesOfTheMonthsToComeAreThere() {
        clean();
        assertThat(
                        HubFixture.value(
                                TENANT,
                                "select to_regclass('usage_record_' || to_char(now() at time zone 'UTC' + interval '3 months', 'YYYYMM')) is not null"))
                .isEqualTo("t");
    }

    private void clean() {
        housekeeping.workOnce().await().atMost(Duration.ofMinutes(2));
    }
}
