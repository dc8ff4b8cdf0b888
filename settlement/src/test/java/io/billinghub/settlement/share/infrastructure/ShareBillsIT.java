package io.billinghub.settlement.share.infrastructure;

import static io.billinghub.core.testing.TestDatabase.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.billinghub.core.error.CoreError;
import io.billinghub.core.error.ErrorCode;
import io.billinghub.core.error.HubException;
import io.billinghub.core.event.infrastructure.EventConsumer;
import io.billinghub.core.event.infrastructure.SqlInbox;
import io.billinghub.core.event.infrastructure.SqlOutbox;
import io.billinghub.core.event.infrastructure.TemporaryFailures;
import io.billinghub.core.invoice.infrastructure.SqlBilledLines;
import io.billinghub.core.ledger.infrastructure.SqlPostings;
import io.billinghub.core.tenancy.TenantContext;
import io.billinghub.core.testing.TestDatabase;
import io.billinghub.settlement.error.SettlementError;
import io.billinghub.settlement.share.application.ShareBills;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The published bill of the fixture, shared: each test in a tenant of its own. */
class ShareBillsIT {

    private static final UUID RUN = UUID.fromString("0193a000-0000-7000-8000-000000000001");
    private static final String PUBLISHED = "{\"run\":\"" + RUN + "\",\"shard\":1}";
    private static final AtomicInteger TENANTS = new AtomicInteger();
    private static final String LEDGER = """
            select string_agg(concat_ws(' ', account, key, balance), '; ' order by account, key) from (
              select e.account, p.key, sum(e.amount) as balance
                from ledger_entry e join ledger_transaction t on t.id = e.transaction_id left join party p on p.id = e.party_id
               where t.kind <> 'OPENING_BALANCE'
               group by e.account, p.key having sum(e.amount) <> 0) b
            """;
    private static final String SHARES = """
            select string_agg(concat_ws(' ', s.line_position, p.key, s.amount), '; ' order by s.line_position, p.key)
              from share s join party p on p.id = s.party_id
            """;

    private static TestDatabase database;
    private static EventConsumer consumer;
    private TenantContext tenant;

    @BeforeAll
    static void openDatabase() {
        database = TestDatabase.create("hub_it_shares");
        ShareBills shareBills = new ShareBills(
                database.transactions(),
                new SqlInbox(),
                new SqlBilledLines(),
                new SqlShareAgreements(),
                new SqlShares(),
                new SqlPostings(),
                new SqlOutbox(),
                Clock.fixed(Instant.parse("2026-11-02T10:00:00Z"), ZoneOffset.UTC));
        consumer = new EventConsumer(
                ShardPublishedConsumer.CHANNEL,
                Multi.createFrom().empty(),
                event -> ShardPublishedConsumer.share(shareBills, event));
    }

    @AfterAll
    static void closeDatabase() {
        database.close();
    }

    @BeforeEach
    void publishABill() {
        tenant = database.tenant("tenant-" + TENANTS.incrementAndGet());
        database.loadPublishedBill(tenant);
    }

    @Test
    void everyPartnerLineIsSharedToTheCent() {
        publish(UUID.randomUUID());
        // line 2: 100.01 -> 80.008, 5.0005, 15.0015; the cent left over goes to the largest remainder, cirrus
        // line 3: -10.00 -> -8.00, -0.50, -1.50
        // line 4:  33.33 -> 28.3305, 1.6665, 3.333; the cent left over goes to the marketplace
        assertThat(database.text(tenant, SHARES))
                .isEqualTo("2 cirrus 80.01; 2 market 5.00; 2 nordlys 15.00; "
                        + "3 cirrus -8.00; 3 market -0.50; 3 nordlys -1.50; "
                        + "4 deskly 28.33; 4 market 1.67; 4 nordlys 3.33");
        assertThat(database.number(tenant, """
                select count(*) from bill_line l join charge c on c.bill_period = l.bill_period and c.id = l.charge_id
                 where c.agreement_version_id is not null and l.net <>
                       (select sum(s.amount) from share s where s.bill_id = l.bill_id and s.line_position = l.position)
                """)).isZero();
    }

    @Test
    void agencyClearingIsZeroOnceTheBillIsSharedAndTheWholeLedgerToo() {
        publish(UUID.randomUUID());
        // cost of resale: cirrus 80.01 - 8.00 = 72.01, marketplace 5.00 - 0.50 = 4.50
        // commission: 4.50 + 1.67 = 6.17; revenue: 130.01 posted with the bill + 3.33 of the agency sale
        // deskly: 28.33 + VAT 8.50 = 36.83; clearing: -41.83 posted with the bill + 33.33 + 8.50 = 0
        assertThat(database.text(tenant, LEDGER))
                .isEqualTo("CSP_REVENUE -133.34; CUSTOMER_RECEIVABLE acme 204.99; MARKETPLACE_COMMISSION market -6.17; "
                        + "OUTPUT_VAT -33.15; PARTNER_COST cirrus 72.01; PARTNER_COST market 4.50; "
                        + "PARTNER_PAYABLE cirrus -72.01; PARTNER_PAYABLE deskly -36.83");
        assertThat(database.text(tenant, "select sum(amount) from ledger_entry"))
                .isEqualTo("0.00");
    }

    /**
     * Deskly bears the 10.00 off cirrus' product: cirrus, the marketplace and the CSP have their parts of the 100.01 whole, deskly gets
     * 10.00 less, and the CSP, whose revenue the bill has lowered, pays 10.00 less for what it resells.
     */
    @Test
    void whatOnePartyBearsLowersItsShareAndNobodyElses() {
        database.execute(tenant, """
                delete from charge where id = hub_tenant() * 1000 + 3;
                insert into charge (tenant_id, bill_period, id, account_id, offering_id, agreement_version_id, source, source_id, source_key,
                                    description, quantity, unit, amount, currency, service_from, service_to, detail_rows, run_id, borne_by,
                                    borne_under)
                values (hub_tenant(), '2026-10-01', hub_tenant() * 1000 + 3, hub_tenant() * 1000, hub_tenant() * 1000 + 3,
                        hub_tenant() * 1000 + 3, 'MODIFIER', 3, 'both', 'Both', -1, 'adjustment', -10.00, 'EUR', '2026-10-01', '2026-11-01',
                        1, hub_tenant() * 1000, hub_tenant() * 1000 + 4, hub_tenant() * 1000 + 4)
                """);
        publish(UUID.randomUUID());
        assertThat(database.text(tenant, SHARES))
                .isEqualTo("2 cirrus 80.01; 2 market 5.00; 2 nordlys 15.00; 3 deskly -10.00; "
                        + "4 deskly 28.33; 4 market 1.67; 4 nordlys 3.33");
        assertThat(database.text(tenant, LEDGER))
                .isEqualTo("CSP_REVENUE -133.34; CUSTOMER_RECEIVABLE acme 204.99; MARKETPLACE_COMMISSION market -6.67; "
                        + "OUTPUT_VAT -33.15; PARTNER_COST cirrus 80.01; PARTNER_COST deskly -10.00; PARTNER_COST market 5.00; "
                        + "PARTNER_PAYABLE cirrus -80.01; PARTNER_PAYABLE deskly -26.83");
        assertThat(database.text(tenant, "select sum(amount) from ledger_entry"))
                .isEqualTo("0.00");
    }

    @Test
    void theSameEventAgainAndAtOnceChangesNothing() {
        UUID event = UUID.randomUUID();
        await(Uni.combine()
                .all()
                .unis(handle(event, PUBLISHED), handle(event, PUBLISHED), handle(event, PUBLISHED))
                .discardItems());
        String ledger = database.text(tenant, LEDGER);
        publish(event);

        assertThat(database.text(tenant, LEDGER)).isEqualTo(ledger);
        assertThat(database.number(tenant, "select count(*) from share")).isEqualTo(9);
        assertThat(database.number(tenant, "select count(*) from outbox where type like '%shares-earned%'"))
                .isEqualTo(3);
    }

    @Test
    void anotherEventOfTheSameShardPostsNothingTwice() {
        publish(UUID.randomUUID());
        String ledger = database.text(tenant, LEDGER);
        publish(UUID.randomUUID());

        assertThat(database.text(tenant, LEDGER)).isEqualTo(ledger);
        assertThat(database.number(tenant, "select count(*) from share")).isEqualTo(9);
    }

    @Test
    void eachPartyButTheCspIsToldWhatItEarns() {
        publish(UUID.randomUUID());
        assertThat(database.text(tenant, """
                select string_agg(concat_ws(' ', topic, key, data), E'\\n' order by key)
                  from outbox where type = 'io.billinghub.settlement.shares-earned.v1'
                """)).isEqualTo("""
                settlement cirrus {"run":"%1$s","shard":1,"party":"cirrus","lines":2,"totals":[{"currency":"EUR","amount":"72.01"}]}
                settlement deskly {"run":"%1$s","shard":1,"party":"deskly","lines":1,"totals":[{"currency":"EUR","amount":"28.33"}]}
                settlement market {"run":"%1$s","shard":1,"party":"market","lines":3,"totals":[{"currency":"EUR","amount":"6.17"}]}""".formatted(RUN));
    }

    @Test
    void anUnknownPartyIsRefusedByNameAndNothingIsKept() {
        database.execute(tenant, """
                update agreement_version set residue_party = 'nobody', share_model =
                  '{"type":"percentage","shares":[{"party":"cirrus","percent":"80"},{"party":"nobody","percent":"20"}]}'
                 where selling_model = 'RESALE'
                """);
        UUID event = UUID.randomUUID();
        refuses(handle(event, PUBLISHED), SettlementError.UNKNOWN_SHARE_PARTY, "cirrus-resale version 1", "\"nobody\"");

        assertThat(database.number(tenant, "select count(*) from share")).isZero();
        assertThat(database.number(tenant, "select count(*) from inbox where event_id = '" + event + "'"))
                .isZero();
    }

    @Test
    void anInvalidShareModelIsRefusedWithItsAgreement() {
        database.execute(tenant, "update agreement_version set share_model = '{}' where selling_model = 'AGENCY'");
        refuses(
                handle(UUID.randomUUID(), PUBLISHED),
                SettlementError.INVALID_SHARE_MODEL,
                "deskly-agency version 1",
                "/type");
    }

    @Test
    void anotherTenantsRunIsNotSeen() {
        TenantContext other = database.tenant("without-bills");
        assertThat(await(consumer.handle(headers(other, UUID.randomUUID()), PUBLISHED)))
                .isZero();
        assertThat(database.number(tenant, "select count(*) from share")).isZero();
    }

    @Test
    void aRecordThatIsNoEventIsRefused() {
        refuses(consumer.handle(new RecordHeaders(), PUBLISHED), CoreError.UNREADABLE_EVENT, "ce_specversion");
        refuses(handle(UUID.randomUUID(), "{\"run\":7}"), CoreError.UNREADABLE_EVENT, "{\"run\":7}");
        refuses(handle(UUID.randomUUID(), "not JSON"), CoreError.UNREADABLE_EVENT, "not");
    }

    @Test
    void anEventOfAnotherTypeIsPassedOver() {
        RecordHeaders headers = headers(tenant, UUID.randomUUID());
        headers.remove("ce_type").add("ce_type", "io.billinghub.billrun.closed.v1".getBytes(StandardCharsets.UTF_8));
        assertThat(await(consumer.handle(headers, "{}"))).isZero();
    }

    private void publish(UUID event) {
        await(handle(event, PUBLISHED));
    }

    private Uni<Integer> handle(UUID event, String data) {
        return consumer.handle(headers(tenant, event), data);
    }

    private static void refuses(Uni<Integer> handled, ErrorCode code, String... details) {
        assertThatThrownBy(() -> await(handled))
                .isInstanceOfSatisfying(HubException.class, refusal -> {
                    assertThat(refusal.code()).isEqualTo(code);
                    assertThat(TemporaryFailures.isTemporary(refusal)).isFalse();
                })
                .hasMessageContainingAll(details);
    }

    private static RecordHeaders headers(TenantContext tenant, UUID event) {
        RecordHeaders headers = new RecordHeaders();
        List.of(
                        List.of("ce_specversion", "1.0"),
                        List.of("ce_id", event.toString()),
                        List.of("ce_source", "/test"),
                        List.of("ce_type", ShardPublishedConsumer.TYPE),
                        List.of("ce_subject", RUN + "/1"),
                        List.of("ce_time", "2026-11-02T09:00:00Z"),
                        List.of("ce_tenant", Integer.toString(tenant.tenantId())))
                .forEach(header -> headers.add(header.get(0), header.get(1).getBytes(StandardCharsets.UTF_8)));
        return headers;
    }
}
