package io.billinghub.core.billrun.application;

import static org.assertj.core.api.Assertions.assertThat;

import io.billinghub.core.testing.TestDatabase;
import java.time.LocalDate;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a run corrects of a billed period carries the terms of that period. A call of the API costs 1.00. */
class CorrectedTermsIT {

    private static final LocalDate OCTOBER = BillRunFixture.OCTOBER;
    private static final LocalDate NOVEMBER = LocalDate.of(2026, 11, 1);
    private static final LocalDate DECEMBER = LocalDate.of(2026, 12, 1);
    private static final String API = "\"scope\":{\"products\":[\"api\"]}";
    private static final String AS_API = "\"chargedAs\":{\"product\":\"api\",\"partner\":\"cloud\"}";
    private static final String AT_LEAST_50 =
            "\"limits\":[{\"key\":\"min\",\"name\":\"Least\",\"minimum\":\"50.00\"," + API + "," + AS_API + "}]";
    private static final String TWENTY_PERCENT =
            "\"discounts\":[{\"key\":\"less\",\"name\":\"Less\",\"reduction\":{\"type\":\"percentOff\",\"percent\":\"20\"},"
                    + "\"scope\":{\"products\":[\"api\",\"ahead\"]}}]";
    private static final String HUNDRED_IN_TWO_MONTHS =
            "\"commitments\":[{\"key\":\"deal\",\"name\":\"Deal\",\"measure\":\"AMOUNT\",\"committed\":\"100\",\"cycles\":2,"
                    + "\"settlement\":\"TERM_END\",\"earlyEnd\":\"WAIVE_REST\"," + API + "," + AS_API + "}]";

    private static TestDatabase database;

    @BeforeAll
    static void createDatabase() {
        database = TestDatabase.create("hub_it_corrected_terms");
    }

    @AfterAll
    static void close() {
        database.close();
    }

    /**
     * October: 30 calls, so 20.00 were missing. 10 more come to be known in November, 5 more in December: so much less is missing. November
     * has 60 of its own, December none: its minimum does not know the 5.
     */
    @Test
    void lateUsageCountsInTheMinimumOfItsOwnPeriod() {
        TermsOf terms = new TermsOf(database, "minimum").give("least", AT_LEAST_50, "A-0001");
        ApiUsage usage = api(terms, "A-0001");
        usage.use("2026-10-10 12:00", "30", "2026-10-01");
        terms.run(OCTOBER);
        usage.useLate("2026-10-11 12:00", "10", "2026-11-01", "2026-10-01");
        usage.use("2026-11-10 12:00", "60", "2026-11-01");
        terms.run(NOVEMBER);
        usage.useLate("2026-10-12 12:00", "5", "2026-12-01", "2026-10-01");
        terms.run(DECEMBER);

        assertThat(terms.charges("A-0001", "2026-10-01")).isEqualTo("api 20 Least");
        assertThat(terms.charges("A-0001", "2026-11-01"))
                .isEqualTo("api -10 Least, correction of the period from 2026-10-01");
        assertThat(terms.charges("A-0001", "2026-12-01"))
                .isEqualTo("api -5 Least, correction of the period from 2026-10-01; api 50 Least");
        assertThat(terms.fixture.incoherences()).isEmpty();
    }

    /** November was paid ahead by the run of October: 100.00 less 20.00. The service ends before it: 80.00 come back, also a second time. */
    @Test
    void aFeeThatWasDiscountedComesBackAsItWasPaid() {
        TermsOf terms = new TermsOf(database, "ahead", 1, 4).give("staff", TWENTY_PERCENT, "A-0001");
        ahead(terms, "A-0001", "100");
        terms.run(OCTOBER);
        terms.execute("update product set ended_on = '2026-11-01' where key = 'ahead'");
        UUID first = terms.review(NOVEMBER);
        String once = terms.everything();
        terms.cancel(first);
        assertThat(terms.everything()).isNotEqualTo(once).contains("A-0001 2026-10-01 MODIFIER");
        UUID second = terms.review(NOVEMBER);
        assertThat(terms.everything()).isEqualTo(once);
        terms.fixture.approve(second);
        TestDatabase.await(terms.worker.workOnce());
        terms.run(DECEMBER);

        assertThat(terms.charges("A-0001", "2026-10-01")).isEqualTo("ahead -20 Less, 20 %");
        assertThat(terms.charges("A-0001", "2026-11-01"))
                .isEqualTo("ahead 20 Less, 20 %, correction of the period from 2026-10-01");
        assertThat(terms.text(
                        "select trim_scale(sum(c.amount))::text from charge c join product_offering o on o.id = c.offering_id"
                                + " where o.key = 'ahead'"))
                .isEqualTo("0");
        assertThat(terms.charges("A-0001", "2026-12-01")).isEmpty();
        assertThat(terms.fixture.incoherences()).isEmpty();
    }

    /** Terms that have been ended since, and a segment that the account has left, do not change what a fee comes back as. */
    @Test
    void theTermsAreThoseThatReachedTheAccountThen() {
        TermsOf terms = new TermsOf(database, "segment").give("staff", TWENTY_PERCENT, "A-0002");
        ahead(terms, "A-0001", "100");
        terms.execute("""
                delete from account_terms_account;
                update account_terms set names_accounts = false, segments = '{gold}',
                  definition = jsonb_set(definition, '{audience}', '{"segments":["gold"]}');
                insert into account_membership (tenant_id, account_id, segment, changed_at, changed_by)
                select hub_tenant(), id, 'gold', now(), 'test' from billing_account where number = 'A-0001'
                """);
        terms.run(OCTOBER);
        terms.execute("update account_membership set segment = null; update account_terms set valid_to = '2026-10-01';"
                + " update product set ended_on = '2026-11-01' where key = 'ahead'");
        terms.run(NOVEMBER);

        assertThat(terms.charges("A-0001", "2026-11-01"))
                .isEqualTo("ahead 20 Less, 20 %, correction of the period from 2026-10-01");
        assertThat(terms.fixture.incoherences()).isEmpty();
    }

    /** A-0001 has paid 20 calls of A-0002; 8 are taken back in November, and December gives the 8.00 back to who has paid them. */
    @Test
    void whatASponsorHasPaidTooMuchIsGivenBackToIt() {
        TermsOf terms = new TermsOf(database, "sponsored")
                .give(
                        "gift",
                        "\"sponsorships\":[{\"key\":\"all\",\"name\":\"Gift\",\"sponsor\":\"A-0001\"," + API + "}]",
                        "A-0002");
        ApiUsage usage = api(terms, "A-0002");
        usage.use("2026-10-10 12:00", "12", "2026-10-01");
        usage.use("2026-10-11 12:00", "8", "2026-10-01");
        terms.run(OCTOBER);
        usage.takeBack("8", "2026-11-01", "2026-10-01");
        terms.run(NOVEMBER);
        terms.run(DECEMBER);

        assertThat(usage.charges("2026-11-01")).contains("-8=-8");
        assertThat(terms.charges("A-0002", "2026-10-01")).isEqualTo("api -20 Gift");
        assertThat(terms.charges("A-0002", "2026-11-01"))
                .isEqualTo("api 8 Gift, correction of the period from 2026-10-01");
        assertThat(terms.charges("A-0001", "2026-11-01")).isEqualTo("api 20 Gift (A-0002)");
        assertThat(terms.charges("A-0001", "2026-12-01"))
                .isEqualTo("api -8 Gift, correction of the period from 2026-10-01 (A-0002)");
        assertThat(terms.fixture.incoherences()).isEmpty();
    }

    /**
     * 30 calls in October. November, with 10 late ones of October, waits for a rate of tax; December is billed as the second month of the
     * commitment, with 40: 30.00 are missing to 100.00. November is resumed: 10.00 less are missing in December.
     */
    @Test
    void aRunThatIsResumedCorrectsWhatWasBilledMeanwhile() {
        TermsOf terms = new TermsOf(database, "resumed").give("two", HUNDRED_IN_TWO_MONTHS, "A-0002");
        ApiUsage usage = api(terms, "A-0002");
        usage.use("2026-10-10 12:00", "30", "2026-10-01");
        terms.run(OCTOBER);
        usage.useLate("2026-10-11 12:00", "10", "2026-11-01", "2026-10-01");
        terms.execute("""
                insert into product_offering (tenant_id, uuid, key, name, unit, tax_class)
                values (hub_tenant(), gen_random_uuid(), 'odd', 'Odd', 'piece', 'odd');
                insert into price_plan (tenant_id, uuid, offering_id, key, version, currency, valid_from, definition)
                select hub_tenant(), gen_random_uuid(), id, 'odd', 1, 'EUR', '2026-01-01',
                  '{"key":"odd","version":1,"name":"Odd","currency":"EUR","unit":"piece",
                    "model":{"type":"flat","timing":"ONE_TIME","fee":"1.00"}}'
                from product_offering where key = 'odd';
                insert into product (tenant_id, uuid, key, account_id, offering_id, quantity, started_on)
                select hub_tenant(), gen_random_uuid(), 'odd', a.id, o.id, 1, '2026-11-05' from billing_account a, product_offering o
                where a.number = 'A-0002' and o.key = 'odd'
                """);
        UUID november = terms.review(NOVEMBER);
        assertThat(terms.parked()).startsWith("A-0002 no tax rate");
        terms.fixture.approve(november);
        TestDatabase.await(terms.worker.workOnce());
        usage.use("2026-12-10 12:00", "40", "2026-12-01");
        // the prices are new since yesterday, so December would look at October again by itself
        terms.execute("delete from price_change");
        terms.fixture.runToTheEnd(terms.worker, DECEMBER);
        assertThat(terms.charges("A-0002", "2026-12-01")).isEqualTo("api 30 Deal: 30.00 EUR less than committed");

        terms.execute("insert into tax_rate (tenant_id, country, tax_class, category, rate, valid_from)"
                + " values (hub_tenant(), 'FI', 'odd', 'S', 25.5, '2026-01-01')");
        terms.resume(november);
        terms.fixture.approve(november);
        TestDatabase.await(terms.worker.workOnce());

        assertThat(terms.parked()).isEmpty();
        assertThat(terms.charges("A-0002", "2026-11-01"))
                .isEqualTo("api -10 Deal: 20.00 EUR less than committed, correction of the period from 2026-12-01");
        assertThat(terms.fixture.incoherences()).isEmpty();
    }

    /** 20 calls less 20 % are 16.00, drawn in October. 10 late ones are 8.00, drawn in November: 76.00 of 100.00 are left. */
    @Test
    void prepaidMoneyPaysWhatACorrectionComesTo() {
        TermsOf terms = new TermsOf(database, "prepaid").give("staff", TWENTY_PERCENT, "A-0001");
        ApiUsage usage = api(terms, "A-0001");
        terms.execute("""
                with bucket as (
                  insert into prepaid_bucket (tenant_id, uuid, account_id, name, currency, usage_type, priority, valid_from, products, balance,
                                              low_at, opened_by, opened_at)
                  select hub_tenant(), gen_random_uuid(), id, 'Gift card', 'EUR', 'monetary', 1, '2026-01-01', '{api}', 100, 0, 'test', now()
                  from billing_account where number = 'A-0001' returning id, account_id)
                insert into prepaid_movement (tenant_id, bucket_id, account_id, kind, amount, balance_after, made_by)
                select hub_tenant(), id, account_id, 'TOP_UP', 100, 100, 'test' from bucket
                """);
        usage.use("2026-10-10 12:00", "20", "2026-10-01");
        terms.run(OCTOBER);
        usage.useLate("2026-10-11 12:00", "10", "2026-11-01", "2026-10-01");
        terms.run(NOVEMBER);

        assertThat(terms.charges("A-0001", "2026-11-01"))
                .isEqualTo("api -8 Gift card; api -2 Less, 20 %, correction of the period from 2026-10-01");
        assertThat(terms.text("select trim_scale(balance)::text from prepaid_bucket"))
                .isEqualTo("76");
        assertThat(terms.fixture.incoherences()).isEmpty();
    }

    private static ApiUsage api(TermsOf terms, String account) {
        ApiUsage usage = ApiUsage.in(terms.fixture, account);
        usage.price("calls", "{\"type\":\"perUnit\",\"unitPrice\":\"1.00\"}");
        return usage;
    }

    private static void ahead(TermsOf terms, String account, String fee) {
        terms.execute("""
                insert into product_offering (tenant_id, uuid, key, name, unit, tax_class)
                values (hub_tenant(), gen_random_uuid(), 'ahead', 'Ahead', 'seat', 'standard');
                insert into product (tenant_id, uuid, key, account_id, offering_id, quantity, started_on)
                select hub_tenant(), gen_random_uuid(), 'ahead', a.id, o.id, 1, '2026-01-01' from billing_account a, product_offering o
                where a.number = '%s' and o.key = 'ahead';
                insert into price_plan (tenant_id, uuid, offering_id, key, version, currency, valid_from, definition)
                select hub_tenant(), gen_random_uuid(), id, 'ahead', 1, 'EUR', '2026-01-01',
                  '{"key":"ahead","version":1,"name":"Ahead","currency":"EUR","unit":"seat",
                    "model":{"type":"flat","timing":"IN_ADVANCE","fee":"%s","proration":"NONE"}}'
                from product_offering where key = 'ahead'
                """.formatted(account, fee));
    }
}
