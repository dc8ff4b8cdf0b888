package io.billinghub.api.onboarding;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.billinghub.api.security.RealmRoles;
import io.billinghub.api.testing.GuideScript;
import io.billinghub.api.testing.HubFixture;
import io.billinghub.api.testing.HubTestResource;
import io.billinghub.api.testing.Wire;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands of the guide to migrations, as they stand there: from the files of another billing system to the hub's first bill. */
@QuarkusTest
@QuarkusTestResource(HubTestResource.class)
class MigrationGuideIT {

    private static final String MIGRATIONS = "/hub/v1/migrations";

    @TempDir
    Path folder;

    @Test
    void eachCommandWorks() throws IOException, InterruptedException {
        Host host = Host.create("migration");
        String told = GuideScript.run(
                GuideScript.blocks(GuideScript.text("guide-migration.md")),
                folder,
                Map.of(
                        "marketplace-admin",
                        host.admin(),
                        "finance",
                        host.token(RealmRoles.FINANCE),
                        "billing-operative",
                        host.token(RealmRoles.BILLING_OPERATIVE)),
                Map.of());
        assertThat(told)
                .contains(
                        "\"stored\":false,\"taken\":2,\"duplicates\":0,\"refused\":1",
                        "\"stored\":true,\"taken\":2,\"duplicates\":0,\"refused\":1",
                        "4,C-1003,REFUSED,country,UNKNOWN_COUNTRY",
                        "\"number\":\"R-118\"",
                        "\"state\":\"DIFFERS\"",
                        "\"state\":\"ACCEPTED\"",
                        "\"state\":\"COMPLETED\"",
                        "first bill: 164",
                        "due 205.82");
        whatWasPosted();
        whatIsRefusedAfterwards(host);
    }

    /** OLD-1001: 50.00 + 142.80 - 20.00; OLD-1002: 24.80 + 7.50. Its line is billed elsewhere until 10 November. */
    private static void whatWasPosted() {
        assertThat(HubFixture.values("migration", """
                select a.number || ' ' || sum(e.amount) from ledger_transaction t join ledger_entry e on e.transaction_id = t.id
                  join billing_account a on a.id = t.account_id
                 where e.account = 'CUSTOMER_RECEIVABLE' group by a.number order by a.number
                """)).containsExactly("OLD-1001 172.80", "OLD-1002 32.30");
        assertThat(HubFixture.values("migration", """
                select c.source_key || ' ' || c.service_from || ' ' || c.service_to || ' ' || round(c.amount, 2) from charge c
                 where c.source = 'RECURRING' order by c.source_key, c.service_from
                """))
                .containsExactly(
                        "p-1 2026-10-16 2026-11-01 16.00",
                        "p-2 2026-11-01 2026-12-01 62.00",
                        "p-3 2026-10-21 2026-11-01 11.00",
                        "p-3 2026-11-01 2026-12-01 31.00",
                        "p-4 2026-10-10 2026-11-01 44.00");
    }

    private static void whatIsRefusedAfterwards(Host host) {
        JsonNode migration = Wire.hub()
                .send("GET", MIGRATIONS, host.admin(), null)
                .expect(200)
                .at("/items/0");
        String path = MIGRATIONS + "/" + migration.path("id").asText();
        assertThat(migration.path("state").asText()).isEqualTo("COMPLETED");
        assertThat(Wire.hub()
                        .send("POST", path + "/complete", host.admin(), null)
                        .expect(409)
                        .path("code")
                        .asText())
                .isEqualTo("MIGRATION_COMPLETED");
        assertThat(Wire.hub()
                        .send(
                                "POST",
                                path + "/files?kind=BALANCES&mode=commit",
                                host.admin(),
                                Map.of("Content-Type", "text/csv"),
                                "balance,account,type,amount,currency\nS-9,OLD-1001,OWED,1.00,EUR\n")
                        .expect(409)
                        .path("code")
                        .asText())
                .isEqualTo("MIGRATION_COMPLETED");
    }
}
