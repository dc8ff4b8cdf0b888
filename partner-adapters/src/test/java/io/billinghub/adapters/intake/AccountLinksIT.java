package io.billinghub.adapters.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.billinghub.adapters.document.Waiting;
import io.billinghub.adapters.intake.AccountLinks.AccountLink;
import io.billinghub.core.testing.TestDatabase;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is kept of customers' numbers never outlives a change, whichever transaction makes it and however long it takes. */
class AccountLinksIT {

    private static final Instant NOW = Instant.parse("2026-11-01T06:00:00Z");

    private static Hub hub;
    private static long partner;

    private Instant now = NOW;
    private final InstantSource clock = () -> now;
    private final AccountLinks links = new AccountLinks(clock.withZone(ZoneOffset.UTC));

    @BeforeAll
    static void start() throws IOException {
        hub = new Hub("adapters_links", Files.createTempDirectory("inbox"));
        partner = Long.parseLong(hub.sql("select id from party_role where key = 'cirrus'"));
        hub.execute("""
                insert into bill_cycle (tenant_id, uuid, key, name, day_of_month, time_zone, payment_days, open_from)
                values (hub_tenant(), gen_random_uuid(), 'mid-month', 'Mid-month', 15, 'Europe/Helsinki', 14, date '2026-10-15')
                """);
        hub.execute("""
                insert into billing_account (tenant_id, uuid, number, name, party_id, root_id, cycle_id, currency)
                select tenant_id, gen_random_uuid(), 'NL-1002', name, party_id, root_id, cycle_id, currency from billing_account
                """);
        hub.execute("""
                insert into account_link (tenant_id, partner_id, partner_account, account_id)
                select tenant_id, partner_id, 'acc-2', account_id from account_link where partner_account = 'acc-1'
                """);
    }

    @AfterAll
    static void stop() {
        hub.close();
    }

    @BeforeEach
    void keepAll() {
        hub.execute(linkedTo("NL-1001"));
        hub.execute(cycle("monthly"));
        found();
    }

    private static String linkedTo(String number) {
        return "update account_link set account_id = (select id from billing_account where number = '" + number
                + "') where partner_account = 'acc-1'";
    }

    private static String cycle(String key) {
        return "update billing_account set cycle_id = (select id from bill_cycle where key = '" + key
                + "') where number = 'NL-1001'";
    }

    private static long account(String number) {
        return Long.parseLong(hub.sql("select id from billing_account where number = '" + number + "'"));
    }

    private List<AccountLink> found() {
        return hub.database.inTenant(hub.tenant, this::find);
    }

    private Uni<List<AccountLink>> find(SqlConnection connection) {
        return Waiting.onWorker(() -> {
            Map<String, List<AccountLink>> all = links.of(connection, partner, Set.of("acc-1", "nobody"));
            assertThat(all).containsOnlyKeys("acc-1");
            return all.get("acc-1");
        });
    }

    @Test
    void whatIsKeptIsReadAgainAfterFiveMinutes() {
        hub.execute(linkedTo("NL-1002"));
        hub.execute("delete from account_link_change"); // as if nothing had happened

        assertThat(found()).extracting(AccountLink::accountId).containsExactly(account("NL-1001"));
        now = NOW.plus(Duration.ofMinutes(5));
        assertThat(found()).extracting(AccountLink::accountId).containsExactly(account("NL-1002"));
    }

    @Test
    void aChangeIsSeenAtOnce() {
        hub.execute(linkedTo("NL-1002"));

        assertThat(found()).extracting(AccountLink::accountId).containsExactly(account("NL-1002"));
    }

    @Test
    void anotherCycleOfTheAccountIsSeenAtOnce() {
        hub.execute(cycle("mid-month"));

        assertThat(found())
                .extracting(AccountLink::cycleId)
                .containsExactly(Long.parseLong(hub.sql("select id from bill_cycle where key = 'mid-month'")));
    }

    @Test
    void aNumberThatHadNoLinkIsLookedForEachTime() {
        assertThat(numbers("new")).isEmpty();
        hub.execute(
                "insert into account_link (tenant_id, partner_id, partner_account, account_id) select tenant_id, partner_id,"
                        + " 'new', account_id from account_link where partner_account = 'acc-1'");

        assertThat(numbers("new")).containsExactly("new");
        hub.execute("delete from account_link where partner_account = 'new'");
        assertThat(numbers("new")).isEmpty();
    }

    private Set<String> numbers(String number) {
        return hub.database.inTenant(
                hub.tenant,
                connection -> Waiting.onWorker(
                        () -> links.of(connection, partner, Set.of(number)).keySet()));
    }

    @Test
    void aChangeThatWasNotCommittedWhenTheLinkWasReadIsSeenWhenItIs() {
        List<AccountLink> before = TestDatabase.await(hub.database
                .transactions()
                .run(
                        hub.tenant,
                        changing -> changing.query(linkedTo("NL-1002"))
                                .execute()
                                // read and kept by another transaction while this one has not committed
                                .flatMap(changed -> hub.database.transactions().run(hub.tenant, this::find))));

        assertThat(before).extracting(AccountLink::accountId).containsExactly(account("NL-1001"));
        assertThat(found()).extracting(AccountLink::accountId).containsExactly(account("NL-1002"));
    }

    @Test
    void aTransactionThatBeganLongBeforeTheOthersIsSeenWhenItCommits() {
        hub.database.inTenant(
                hub.tenant,
                changing -> changing.query(linkedTo("NL-1002"))
                        .execute()
                        // another one changes and commits, and the links are read and kept, while this one goes on
                        .flatMap(changed -> hub.database
                                .transactions()
                                .run(
                                        hub.tenant,
                                        other -> other.query(
                                                        "update account_link set valid_to = valid_to where partner_account = 'acc-2'")
                                                .execute()))
                        .flatMap(changed -> hub.database.transactions().run(hub.tenant, this::find)));

        assertThat(found()).extracting(AccountLink::accountId).containsExactly(account("NL-1002"));
    }
}
