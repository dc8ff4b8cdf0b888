package io.billinghub.core.ledger.infrastructure;

import static io.billinghub.core.testing.TestDatabase.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.billinghub.core.ledger.model.LedgerAccount;
import io.billinghub.core.ledger.model.LedgerEntry;
import io.billinghub.core.ledger.model.LedgerKind;
import io.billinghub.core.ledger.model.LedgerTransaction;
import io.billinghub.core.tenancy.TenantContext;
import io.billinghub.core.testing.TestDatabase;
import io.smallrye.mutiny.Uni;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.stream.IntStream;
import org.joda.money.CurrencyUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class SqlPostingsIT {

    private static final SqlPostings POSTINGS = new SqlPostings();
    private static TestDatabase database;
    private static TenantContext tenant;

    @BeforeAll
    static void openDatabase() {
        database = TestDatabase.create("hub_it_ledger");
        tenant = database.tenant("nordlys");
        database.loadPublishedBill(tenant);
    }

    @AfterAll
    static void closeDatabase() {
        database.close();
    }

    @Test
    void aBatchIsPostedWithAllThatItSays() {
        UUID uuid = UUID.randomUUID();
        post(List.of(posting(uuid, "12.345")));

        assertThat(database.text(tenant, """
                select string_agg(concat_ws(' ', e.position, e.account, e.party_id, e.amount, e.currency), '; ' order by e.position)
                  from ledger_entry e join ledger_transaction t on t.id = e.transaction_id where t.uuid = '%s'
                """.formatted(uuid)))
                .isEqualTo("1 PARTNER_COST 7 12.345 KWD; 2 PARTNER_PAYABLE 7 -12.345 KWD");
    }

    @Test
    void whatIsPostedAlreadyIsLeftOutAndTheRestOfTheBatchIsPosted() {
        UUID first = UUID.randomUUID();
        UUID second = UUID.randomUUID();
        post(List.of(posting(first, "5.000")));
        post(List.of(posting(first, "5.000"), posting(second, "6.000")));
        post(List.of(posting(first, "5.000"), posting(second, "6.000")));

        assertThat(entriesOf(first)).isEqualTo(2);
        assertThat(entriesOf(second)).isEqualTo(2);
    }

    @Test
    void theSamePostedAtOnceIsThereOnce() {
        List<LedgerTransaction> batch = IntStream.range(0, 50)
                .mapToObj(n -> posting(UUID.randomUUID(), "1.000"))
                .toList();
        List<LedgerTransaction> reversed =
                IntStream.range(0, 50).mapToObj(n -> batch.get(49 - n)).toList();
        await(Uni.combine()
                .all()
                .unis(
                        database.transactions().run(tenant, one -> POSTINGS.post(one, tenant, batch)),
                        database.transactions().run(tenant, two -> POSTINGS.post(two, tenant, reversed)))
                .discardItems());

        for (LedgerTransaction posted : batch) {
            assertThat(entriesOf(posted.uuid())).isEqualTo(2);
        }
    }

    @Test
    void whatDoesNotBalanceInTheDatabaseFailsTheTransaction() {
        UUID uuid = UUID.randomUUID();
        Uni<Void> work = database.transactions()
                .run(
                        tenant,
                        connection -> connection
                                .query("""
                        insert into ledger_transaction (tenant_id, id, uuid, kind, run_id, posted_on)
                        select hub_tenant(), 1000000000, gen_random_uuid(), 'SHARE', id, '2026-11-02' from bill_run;
                        insert into ledger_entry (tenant_id, transaction_id, position, account, amount, currency)
                        values (hub_tenant(), 1000000000, 1, 'CSP_REVENUE', 0.01, 'EUR')
                        """)
                                .execute()
                                .flatMap(forged -> POSTINGS.post(connection, tenant, List.of(posting(uuid, "1.000")))));

        assertThatThrownBy(() -> await(work)).hasMessageContaining("adds up to 0.01 EUR");
        assertThat(entriesOf(uuid)).isZero();
    }

    private static void post(List<LedgerTransaction> batch) {
        database.inTenant(tenant, connection -> POSTINGS.post(connection, tenant, batch));
    }

    private static long entriesOf(UUID uuid) {
        return database.number(
                tenant,
                "select count(*) from ledger_entry e join ledger_transaction t on t.id = e.transaction_id where t.uuid = '"
                        + uuid + "'");
    }

    private static LedgerTransaction posting(UUID uuid, String amount) {
        CurrencyUnit dinar = CurrencyUnit.of("KWD");
        BigDecimal debit = new BigDecimal(amount);
        return new LedgerTransaction(
                uuid,
                LedgerKind.SHARE,
                OptionalLong.empty(),
                tenant.tenantId() * 1000L,
                LocalDate.parse("2026-11-02"),
                List.of(
                        LedgerEntry.of(LedgerAccount.PARTNER_COST, 7, debit, dinar),
                        LedgerEntry.of(LedgerAccount.PARTNER_PAYABLE, 7, debit.negate(), dinar)));
    }
}
