package io.billinghub.core.billrun.application;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.f4b6a3.uuid.UuidCreator;
import io.billinghub.core.invoice.model.BillDocument;
import io.billinghub.core.testing.TestDatabase;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A run's bills bear the tax of the place of supply, of each day its own rate where asked, in whatever currency. */
class TaxedBillsIT {

    private static TestDatabase database;
    private static BillRunFixture fixture;

    @BeforeAll
    static void billOctober() {
        database = TestDatabase.create("hub_it_taxed_bills");
        fixture = new BillRunFixture(database, "taxed", null, UuidCreator::getTimeOrderedEpoch);
        fixture.load();
        database.execute(fixture.operator, """
                update party set country = 'DE' where key = 'customer-1';
                insert into tax_registration (tenant_id, party_id, country, number) select hub_tenant(), id, 'DE', 'DE123456788' from party
                  where key = 'customer-1';
                update party set country = 'SE' where key in ('customer-2', 'customer-7');
                insert into tax_registration (tenant_id, party_id, country, scheme, number) select hub_tenant(), id, 'FI', 'OSS', 'FI12345678' from party
                  where key = 'host';
                insert into tax_registration (tenant_id, party_id, country, number) select hub_tenant(), id, 'EE', 'EE100594102' from party
                  where key = 'host';
                update tax_registration set scheme = 'OSS' where party_id = (select id from party where key = 'soft');
                insert into tax_registration (tenant_id, party_id, country, number, valid_to) select hub_tenant(), id, 'EE', 'EE111', '2026-10-31'
                  from party where key = 'soft';
                insert into tax_registration (tenant_id, party_id, country, number) select hub_tenant(), id, 'SE', 'SE556000000001' from party
                  where key = 'soft';
                update party set country = 'EE' where key = 'customer-11';
                insert into tax_class (tenant_id, key, place_of_supply, rate_change) values (hub_tenant(), 'reading', 'CUSTOMER', 'SPLIT_BY_DAYS');
                update product_offering set tax_class = 'reading' where key = 'mobile';
                insert into tax_rate (tenant_id, country, tax_class, category, rate, valid_from, valid_to) values
                  (hub_tenant(), 'FI', 'reading', 'S', 10, '2020-01-01', '2026-10-16'), (hub_tenant(), 'FI', 'reading', 'S', 14, '2026-10-16', 'infinity'),
                  (hub_tenant(), 'SE', 'reading', 'S', 6, '2020-01-01', 'infinity'), (hub_tenant(), 'SE', 'standard', 'S', 25, '2020-01-01', 'infinity'),
                  (hub_tenant(), 'SE', 'reduced', 'S', 12, '2020-01-01', 'infinity'), (hub_tenant(), 'EE', 'standard', 'S', 24, '2025-07-01', 'infinity'),
                  (hub_tenant(), 'EE', 'reading', 'S', 9, '2022-01-01', 'infinity'), (hub_tenant(), 'EE', 'reduced', 'S', 9, '2022-01-01', 'infinity');
                insert into tax_exemption (tenant_id, party_id, country, category, reason_code, reason) select hub_tenant(), id, 'FI', 'E', 'VATEX-EU-151',
                  'Diplomatic mission' from party where key = 'customer-5';
                update billing_account set currency = 'SEK' where number = 'A-0007';
                insert into exchange_rate (tenant_id, source, base, quote, rate, rate_date) values (hub_tenant(), 'RB', 'SEK', 'EUR', 0.08, '2026-10-29')
                """);
        fixture.runToTheEnd(fixture.worker(7, 2));
    }

    @AfterAll
    static void close() {
        database.close();
    }

    private static BillDocument bill(String account) {
        UUID bill = UUID.fromString(database.text(
                fixture.operator,
                "select b.uuid from customer_bill b join billing_account a on a.id = b.account_id where a.number = '"
                        + account + "'"));
        return TestDatabase.await(fixture.documents.ofBill(fixture.operator, bill))
                .orElseThrow();
    }

    /** Category, rate, taxable amount, tax, registration of each tax item of the host's invoices. */
    private static String taxes(String account) {
        return database.text(fixture.operator, """
                select string_agg(t.category || ' ' || trim_scale(t.rate) || ' ' || t.taxable || ' ' || t.tax || ' ' || r.scheme || ' ' || r.country, ', '
                                  order by i.position, t.category, t.rate)
                from customer_bill b join billing_account a on a.id = b.account_id join tax_invoice i on i.bill_id = b.id and not i.agency
                join tax_item t on t.invoice_id = i.id left join tax_registration r on r.id = i.seller_registration_id
                where a.number = '%s'
                """.formatted(account));
    }

    @Test
    void everythingIsCoherent() {
        assertThat(fixture.incoherences()).isEmpty();
        assertThat(database.text(
                        fixture.operator,
                        "select coalesce(string_agg(parked_reason, ', '), 'none') from bill_run_account"))
                .isEqualTo("none");
    }

    @Test
    void aBusinessOfAnotherMemberStateAccountsForTheTaxItself() {
        assertThat(taxes("A-0001")).matches("AE 0 [0-9.]+ 0.00 VAT FI");
        assertThat(bill("A-0001").invoices().get(0).buyer().vatNumber()).contains("DE123456788");
        assertThat(bill("A-0001").invoices().get(0).taxItems().get(0).exemptionReasonCode())
                .contains("VATEX-EU-AE");
    }

    @Test
    void consumersOfAnotherMemberStatePayItsTaxByTheOneStopShop() {
        assertThat(taxes("A-0002"))
                .matches("S 6 24.90 1.49 OSS FI, S 12 [0-9.]+ [0-9.]+ OSS FI, S 25 [0-9.]+ [0-9.]+ OSS FI");
    }

    @Test
    void theLedgerTellsTheTaxesOfCountriesApart() {
        assertThat(database.text(
                        fixture.operator,
                        "select string_agg(distinct detail, ', ') from ledger_entry where account = 'OUTPUT_VAT'"))
                .isEqualTo("EE S 24, EE S 9, S 10, S 13.5, S 14, S 25.5, SE S 12, SE S 25, SE S 6");
    }

    @Test
    void whereTheSellerIsRegisteredItsNumberThereStandsOnTheInvoice() {
        assertThat(taxes("A-0011")).matches("S 9 [0-9.]+ [0-9.]+ VAT EE, S 24 [0-9.]+ [0-9.]+ VAT EE");
        assertThat(bill("A-0011").invoices().get(0).seller().vatNumber()).contains("EE100594102");
        assertThat(bill("A-0013").invoices().get(0).seller().vatNumber()).contains("FI12345678");
    }

    /** Not by that of the one-stop shop, nor by one that has ended on the last day of the period. */
    @Test
    void aPartnerSellsByItsVatNumberOfTheDay() {
        assertThat(database.text(
                        fixture.operator,
                        "select string_agg(distinct r.scheme || ' ' || r.number, ', ') from tax_invoice i join tax_registration r"
                                + " on r.id = i.seller_registration_id where i.agency"))
                .isEqualTo("VAT SE556000000001");
    }

    /** 24.90 of October: 15 of 31 days at 10 % are 12.05 (12.0483...), the other 16 at 14 % are 12.85 (12.8516...). */
    @Test
    void aPeriodWithAChangeOfRateIsSplitByDays() {
        BillDocument bill = bill("A-0013");
        assertThat(bill.invoices().get(0).lines().stream()
                        .filter(line -> line.productKey().equals("mobile"))
                        .map(line -> line.net().getAmount() + " "
                                + line.taxRate().stripTrailingZeros().toPlainString() + " " + line.periodFrom() + " "
                                + line.periodTo()))
                .containsExactly("12.05 10 2026-10-01 2026-10-16", "12.85 14 2026-10-16 2026-11-01");
        assertThat(database.text(
                        fixture.operator,
                        "select sum(q.quantity) || ' ' || sum(q.amount) from bill_line_part q join customer_bill b on b.id = q.bill_id"
                                + " join billing_account a on a.id = b.account_id where a.number = 'A-0013'"))
                .matches("1\\.0* 24\\.90*");
    }

    @Test
    void anExemptBuyerPaysNone() {
        assertThat(taxes("A-0005")).matches("E 0 [0-9.]+ 0.00 VAT FI");
        assertThat(bill("A-0005").invoices().get(0).taxItems().get(0).exemptionReason())
                .contains("Diplomatic mission");
    }

    /** 1 SEK costs 0.08 EUR, so 1 EUR costs 12.5 SEK; 1 USD costs 0.92837 EUR, so 11.604625 SEK. 24.90 x 12.5 = 311.25. */
    @Test
    void ratesThatFollowFromOthersAreKeptOnTheLines() {
        BillDocument bill = bill("A-0007");
        assertThat(bill.invoices().get(0).lines().stream()
                        .map(line -> line.productKey() + " "
                                + line.conversion()
                                        .orElseThrow()
                                        .rate()
                                        .stripTrailingZeros()
                                        .toPlainString() + " "
                                + line.conversion().orElseThrow().source() + " "
                                + line.conversion().orElseThrow().date())
                        .distinct())
                .containsExactlyInAnyOrder(
                        "compute 11.604625 ECB and RB via EUR 2026-10-29",
                        "messages 12.5 RB inverse 2026-10-29",
                        "mobile 12.5 RB inverse 2026-10-29");
        assertThat(bill.invoices().get(0).lines().stream()
                        .filter(line -> line.productKey().equals("mobile"))
                        .map(line -> line.net().toString()))
                .containsExactly("SEK 311.25");
    }

    @Test
    void taxesOfLinesAddUpToThoseOfInvoices() {
        assertThat(
                        database.number(
                                fixture.operator,
                                "select count(*) from tax_invoice i where i.tax <> (select sum(l.tax) from bill_line l where l.invoice_id = i.id)"))
                .isZero();
        assertThat(database.number(
                        fixture.operator, "select count(*) from bill_line where tax is null or tax < 0 and net > 0"))
                .isZero();
    }
}
