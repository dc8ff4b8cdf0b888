package io.billinghub.core.billrun.application;

import static org.assertj.core.api.Assertions.assertThat;

import io.billinghub.core.testing.TestDatabase;
import java.time.LocalDate;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Bill runs apply the terms of accounts, and keep what they leave for the next run.
 *
 * <p>Mobile is the host's own and costs 24.90 a month. Seats are of the partner soft, which sells them itself, tax AE; A-0002 has 12.35 +
 * 24.70 − 4.10 = 32.95 of them in October.
 */
class AccountTermsRunIT {

    private static final LocalDate OCTOBER = BillRunFixture.OCTOBER;
    private static final LocalDate NOVEMBER = LocalDate.of(2026, 11, 1);
    private static final LocalDate DECEMBER = LocalDate.of(2026, 12, 1);
    private static final String MOBILE = "\"scope\":{\"products\":[\"mobile\"]}";
    private static final String AS_MOBILE = "\"chargedAs\":{\"product\":\"mobile\",\"partner\":\"host\"}";
    private static final String TEN_PERCENT =
            "\"discounts\":[{\"key\":\"ten\",\"name\":\"Staff\",\"reduction\":{\"type\":\"percentOff\",\"percent\":\"10\"},"
                    + "\"scope\":{\"products\":[\"mobile\",\"seat\"]}}]";
    private static final String SIXTY_IN_TWO_MONTHS =
            "\"commitments\":[{\"key\":\"deal\",\"name\":\"Deal\",\"measure\":\"AMOUNT\",\"committed\":\"60\",\"cycles\":2,"
                    + "\"settlement\":\"TERM_END\",\"earlyEnd\":\"WAIVE_REST\"," + MOBILE + "," + AS_MOBILE + "}]";

    private static TestDatabase database;

    @BeforeAll
    static void createDatabase() {
        database = TestDatabase.create("hub_it_account_terms_run");
    }

    @AfterAll
    static void close() {
        database.close();
    }

    /**
     * 10 % of 24.90 is 2.49. 10 % of 32.95 leaves 29.655, which is 29.66 on a bill, so 3.29 are taken off. Mobile stays taxed at 25.5 % by
     * the host, seats at 0 % by soft: its invoice comes to 32.95 − 3.29 = 29.66.
     */
    @Test
    void aDiscountIsALineWithTheTaxAndTheSellerOfWhatItReduces() {
        TermsOf terms = new TermsOf(database, "discount").give("staff", TEN_PERCENT, "A-0002");
        terms.run(OCTOBER);

        assertThat(terms.charges("A-0002", "2026-10-01")).isEqualTo("mobile -2.49 Staff, 10 %; seat -3.29 Staff, 10 %");
        assertThat(terms.charges("A-0004", "2026-10-01")).isEmpty();
        assertThat(terms.text("""
                select string_agg(o.key || ' ' || l.net || ' ' || l.tax_category || ' ' || trim_scale(l.tax_rate) || ' ' || s.key || ' '
                                  || case i.agency when true then i.net::text else '' end, '; ' order by o.key)
                from charge c join bill_line l on l.charge_id = c.id join tax_invoice i on i.id = l.invoice_id
                join party s on s.id = i.seller_party_id join product_offering o on o.id = c.offering_id where c.source = 'MODIFIER'
                """)).isEqualTo("mobile -2.49 S 25.5 host ; seat -3.29 AE 0 soft 29.66");
        assertThat(terms.text("""
                select string_agg(s.step ->> 'words', '; ' order by c.id) from charge c, jsonb_array_elements(c.price_steps) as s (step)
                where c.source = 'MODIFIER' and c.amount = -3.29
                """)).isEqualTo("Staff, 10 %, on 32.95 EUR of what the partner has billed");
        assertThat(terms.fixture.incoherences()).isEmpty();
    }

    /** 5.00 off, borne 1 : 4. The host bears 1.00 on its own product, soft 4.00 on its seats, under its own agreement. */
    @Test
    void whoBearsABundleStandsOnItsLine() {
        TermsOf terms = new TermsOf(database, "bundle")
                .give("pair", bundle("[]", "host", 1, "soft", 4), "A-0002")
                .give("cross", bundle("[\"mobile\"]", "soft", 1, "host", 0), "A-0004");
        terms.run(OCTOBER);

        assertThat(terms.charges("A-0002", "2026-10-01"))
                .isEqualTo("mobile -1 Both, 5.00 EUR; seat -4 Both, 5.00 EUR by soft");
        assertThat(terms.charges("A-0004", "2026-10-01")).isEqualTo("mobile -5 Both, 5.00 EUR by soft");
        assertThat(terms.text("""
                select string_agg(g.key, ' ') from charge c join agreement_version v on v.id = c.borne_under
                join agreement g on g.id = v.agreement_id where c.source = 'MODIFIER'
                """)).isEqualTo("soft soft");
        assertThat(terms.fixture.incoherences()).isEmpty();
    }

    /** At least 30.00 for mobile, of which 24.90 are charged: 5.10. */
    @Test
    void whatIsMissingToTheMinimumIsCharged() {
        TermsOf terms = new TermsOf(database, "minimum")
                .give(
                        "least",
                        "\"limits\":[{\"key\":\"min\",\"name\":\"Least\",\"minimum\":\"30.00\"," + MOBILE + ","
                                + AS_MOBILE + "}]",
                        "A-0001");
        terms.run(OCTOBER);

        assertThat(terms.charges("A-0001", "2026-10-01")).isEqualTo("mobile 5.1 Least");
        assertThat(terms.text("select s.step ->> 'words' from charge c, jsonb_array_elements(c.price_steps) as s (step)"
                        + " where c.source = 'MODIFIER'"))
                .isEqualTo("Least: at least 30.00 EUR, charged 24.90 EUR");
        assertThat(terms.fixture.incoherences()).isEmpty();
    }

    /** 6.00 for each of five accounts, in shards of their own that work at the same time, but 10.00 in all: 6.00 + 4.00. */
    @Test
    void aCouponsLimitOverAllAccountsHoldsAlsoForShardsAtOnce() {
        String[] accounts = {"A-0001", "A-0005", "A-0009", "A-0013", "A-0017"};
        TermsOf terms = new TermsOf(database, "coupon", 1, 4)
                .give(
                        "promo",
                        "\"discounts\":[{\"key\":\"welcome\",\"name\":\"Welcome\",\"reduction\":{\"type\":\"amountOff\",\"amount\":\"6.00\"},"
                                + MOBILE + ",\"coupon\":{\"code\":\"HELLO\",\"amountInAll\":\"10.00\"}}]",
                        accounts)
                .handIn("HELLO", accounts);
        terms.run(OCTOBER);
        terms.run(NOVEMBER);

        assertThat(
                        terms.text(
                                "select string_agg(trim_scale(amount)::text, ' ' order by amount) from charge where source = 'MODIFIER'"))
                .isEqualTo("-6 -4");
        assertThat(terms.text("select sum(times) || ' ' || trim_scale(sum(amount)) from coupon_use"))
                .isEqualTo("2 10");
        assertThat(terms.fixture.incoherences()).isEmpty();
    }

    /** A-0001 pays the mobile of A-0002: what October takes off one bill stands on the other one in November, and so on. */
    @Test
    void whatASponsorPaysIsOnItsNextBill() {
        TermsOf terms = new TermsOf(database, "sponsor")
                .give(
                        "gift",
                        "\"sponsorships\":[{\"key\":\"all\",\"name\":\"Gift\",\"sponsor\":\"A-0001\"," + MOBILE + "}]",
                        "A-0002");
        terms.run(OCTOBER);
        assertThat(terms.charges("A-0002", "2026-10-01")).isEqualTo("mobile -24.9 Gift");
        assertThat(terms.charges("A-0001", "2026-10-01")).isEmpty();

        UUID cancelled = terms.review(NOVEMBER);
        assertThat(terms.charges("A-0001", "2026-11-01")).isEqualTo("mobile 24.9 Gift (A-0002)");
        terms.cancel(cancelled);
        assertThat(terms.text("select string_agg(amount || ' ' || (claimed_run is null), ';') from sponsored_charge"))
                .isEqualTo("24.90 true");
        terms.run(NOVEMBER);

        assertThat(terms.charges("A-0001", "2026-11-01")).isEqualTo("mobile 24.9 Gift (A-0002)");
        assertThat(terms.charges("A-0002", "2026-11-01")).isEqualTo("mobile -24.9 Gift");
        assertThat(terms.text("select service_from || ' ' || service_to from charge where source = 'SPONSORED'"))
                .isEqualTo("2026-10-01 2026-11-01");
        assertThat(terms.fixture.incoherences()).isEmpty();
    }

    /** 60.00 in two months, of which 24.90 + 24.90 are reached: 10.20 are due at the end of the second, and nothing after it. */
    @Test
    void aCommitmentGoesOverSeveralRuns() {
        TermsOf terms = new TermsOf(database, "commitment").give("two", SIXTY_IN_TWO_MONTHS, "A-0001");
        terms.run(OCTOBER);
        terms.run(NOVEMBER);
        terms.run(DECEMBER);

        assertThat(terms.charges("A-0001", "2026-10-01")).isEmpty();
        assertThat(terms.charges("A-0001", "2026-11-01")).isEqualTo("mobile 10.2 Deal: 10.20 EUR less than committed");
        assertThat(terms.charges("A-0001", "2026-12-01")).isEmpty();
        assertThat(terms.fixture.incoherences()).isEmpty();
    }

    @Test
    void aRunThatIsCancelledLeavesNothingAndTheNextOneDoesTheSame() {
        TermsOf terms = new TermsOf(database, "again")
                .give("staff", TEN_PERCENT, "A-0001", "A-0002")
                .give("two", SIXTY_IN_TWO_MONTHS, "A-0001")
                .give(
                        "gift",
                        "\"sponsorships\":[{\"key\":\"all\",\"name\":\"Gift\",\"sponsor\":\"A-0001\"," + MOBILE + "}]",
                        "A-0002");
        UUID first = terms.review(OCTOBER);
        String once = terms.everything();
        terms.cancel(first);
        assertThat(terms.everything()).isEmpty();
        terms.review(OCTOBER);

        assertThat(terms.everything()).isEqualTo(once).contains("A-0001 2026-10-01", "A-0001 pays 22.41");
        assertThat(terms.fixture.incoherences()).isEmpty();
    }

    /**
     * October of A-0002 waits for a rate of tax, so its terms leave nothing. November counts as the first month of the commitment, October,
     * which is billed after it, as the second: 60.00 − 24.90 − 24.90 = 10.20.
     */
    @Test
    void aPeriodThatIsResumedAfterTheNextOneGoesOnFromThere() {
        TermsOf terms = new TermsOf(database, "resumed").give("two", SIXTY_IN_TWO_MONTHS, "A-0002");
        terms.execute("""
                insert into product_offering (tenant_id, uuid, key, name, agreement_id, unit, tax_class)
                select hub_tenant(), gen_random_uuid(), 'extra', 'Extra', id, 'piece', 'untaxed' from agreement where key = 'cloud';
                insert into partner_bill_line (tenant_id, bill_period, partner_bill_id, position, accepted, account_id, offering_id, description,
                                               quantity, unit, net, service_from, service_to, place)
                select hub_tenant(), '2026-10-01', b.id, 100000, true, a.id, o.id, 'Extra', 1, 'piece', 1, '2026-10-01', '2026-11-01', 'row x'
                from billing_account a, partner_bill b, product_offering o
                where a.number = 'A-0002' and b.number = 'cloud-2026-10' and o.key = 'extra';
                update partner_bill set accepted_net = accepted_net + 1, accepted_lines = accepted_lines + 1 where number = 'cloud-2026-10'
                """);
        UUID october = terms.review(OCTOBER);
        assertThat(terms.parked()).startsWith("A-0002 no tax rate");
        assertThat(terms.text("select count(*)::text from account_state")).isEqualTo("0");
        terms.fixture.approve(october);
        TestDatabase.await(terms.worker.workOnce());
        terms.fixture.runToTheEnd(terms.worker, NOVEMBER);
        assertThat(terms.charges("A-0002", "2026-11-01")).isEmpty();

        terms.execute("insert into tax_rate (tenant_id, country, tax_class, category, rate, valid_from)"
                + " values (hub_tenant(), 'FI', 'untaxed', 'S', 25.5, '2026-01-01')");
        terms.resume(october);
        terms.fixture.approve(october);
        TestDatabase.await(terms.worker.workOnce());

        assertThat(terms.parked()).isEmpty();
        assertThat(terms.charges("A-0002", "2026-10-01")).isEqualTo("mobile 10.2 Deal: 10.20 EUR less than committed");
        assertThat(
                        terms.text(
                                "select string_agg(to_char(rated_period, 'MM') || ' ' || (begins_with = 0), ' ' order by id) from account_state"))
                .isEqualTo("11 true 10 false");
        assertThat(terms.fixture.incoherences()).isEmpty();
    }

    /**
     * A-0009 has no line in November. After the run of December it moves to A-0002, of which November still waits: November has been counted
     * in its commitment already.
     */
    @Test
    void anAccountThatMovesToAParkedOneIsNotPricedTwice() {
        TermsOf terms = new TermsOf(database, "moved").give("two", SIXTY_IN_TWO_MONTHS, "A-0009");
        terms.run(OCTOBER);
        terms.execute("""
                update product set ended_on = '2026-11-01' where key = 'mobile-A-0009';
                insert into product_offering (tenant_id, uuid, key, name, unit, tax_class)
                values (hub_tenant(), gen_random_uuid(), 'odd', 'Odd', 'piece', 'odd');
                insert into price_plan (tenant_id, uuid, offering_id, key, version, currency, valid_from, definition)
                select hub_tenant(), gen_random_uuid(), id, 'odd', 1, 'EUR', '2026-01-01',
                  '{"key":"odd","version":1,"name":"Odd","currency":"EUR","unit":"piece",
                    "model":{"type":"flat","timing":"ONE_TIME","fee":"1.00"}}'
                from product_offering where key = 'odd';
                insert into product (tenant_id, uuid, key, account_id, offering_id, quantity, started_on)
                select hub_tenant(), gen_random_uuid(), 'odd', a.id, o.id, 1, '2026-11-05' from billing_account a, product_offering o
                where a.number = 'A-0002' and o.key = 'odd';
                update account_terms set definition = replace(definition::text, '"cycles": 2', '"cycles": 3')::jsonb
                """);
        UUID november = terms.review(NOVEMBER);
        assertThat(terms.parked()).startsWith("A-0002 no tax rate");
        terms.fixture.approve(november);
        TestDatabase.await(terms.worker.workOnce());
        terms.fixture.runToTheEnd(terms.worker, DECEMBER);
        String states = "select string_agg(to_char(rated_period, 'MM'), ' ' order by id) from account_state";
        assertThat(terms.text(states)).isEqualTo("10 11 12");
        assertThat(terms.charges("A-0009", "2026-12-01")).isEqualTo("mobile 35.1 Deal: 35.10 EUR less than committed");

        terms.execute("""
                update billing_account a set parent_id = p.id, root_id = p.id from billing_account p
                where a.number = 'A-0009' and p.number = 'A-0002';
                insert into tax_rate (tenant_id, country, tax_class, category, rate, valid_from)
                values (hub_tenant(), 'FI', 'odd', 'S', 25.5, '2026-01-01')
                """);
        terms.resume(november);
        terms.fixture.approve(november);
        TestDatabase.await(terms.worker.workOnce());

        assertThat(terms.parked()).isEmpty();
        assertThat(terms.text(states)).isEqualTo("10 11 12");
        assertThat(terms.fixture.incoherences()).isEmpty();
    }

    /** Terms that name a product which is not there park the account with the reason; put right, the run is resumed. */
    @Test
    void termsThatCannotBeAppliedParkTheAccount() {
        TermsOf terms = new TermsOf(database, "unknown")
                .give(
                        "least",
                        "\"limits\":[{\"key\":\"min\",\"name\":\"Least\",\"minimum\":\"30.00\"," + MOBILE
                                + ",\"chargedAs\":{\"product\":\"lost\",\"partner\":\"host\"}}]",
                        "A-0001");
        UUID run = terms.review(OCTOBER);
        assertThat(terms.parked())
                .isEqualTo(
                        "A-0001 the terms of account A-0001 can't be applied: there is no product lost to charge it under");
        terms.execute(
                "update account_terms set definition = replace(definition::text, '\"lost\"', '\"mobile\"')::jsonb");
        terms.resume(run);

        assertThat(terms.parked()).isEmpty();
        assertThat(terms.charges("A-0001", "2026-10-01")).isEqualTo("mobile 5.1 Least");
        assertThat(terms.fixture.incoherences()).isEmpty();
    }

    /** Seats are billed on demand, without terms; the run of the cycle takes the 3.29 off, on a credit note of soft, and 2.49 off mobile. */
    @Test
    void whatWasBilledOnDemandIsSettledByTheRunOfTheCycle() {
        TermsOf terms = new TermsOf(database, "demand").give("staff", TEN_PERCENT, "A-0002");
        terms.fixture.ask(terms.fixture.operator, "A-0002");
        TestDatabase.await(terms.worker.workOnce());
        terms.fixture.approve(UUID.fromString(terms.text("select uuid::text from bill_run where kind = 'ON_DEMAND'")));
        TestDatabase.await(terms.worker.workOnce());
        assertThat(terms.charges("A-0002", "2026-10-01")).isEmpty();
        terms.run(OCTOBER);

        assertThat(terms.charges("A-0002", "2026-10-01")).isEqualTo("mobile -2.49 Staff, 10 %; seat -3.29 Staff, 10 %");
        assertThat(terms.text(
                        "select string_agg(i.type_code || ' ' || i.net, ' ') from tax_invoice i join charge c on c.run_id = i.run_id"
                                + " join bill_line l on l.invoice_id = i.id and l.charge_id = c.id join product_offering o on o.id = c.offering_id"
                                + " where o.key = 'seat' and c.source = 'MODIFIER'"))
                .isEqualTo("381 -3.29");
        assertThat(terms.fixture.incoherences()).isEmpty();
    }

    /** 20.00 prepaid for mobile: 20.00 are drawn in October, and given back when its run is cancelled; then drawn once. */
    @Test
    void prepaidMoneyIsDrawnOnceAndGivenBackByACancelledRun() {
        TermsOf terms = new TermsOf(database, "prepaid");
        terms.execute("""
                with bucket as (
                  insert into prepaid_bucket (tenant_id, uuid, account_id, name, currency, usage_type, priority, valid_from, products, balance,
                                              low_at, opened_by, opened_at)
                  select hub_tenant(), gen_random_uuid(), id, 'Gift card', 'EUR', 'monetary', 1, '2026-01-01', '{mobile}', 20, 0, 'test', now()
                  from billing_account where number = 'A-0001' returning id, account_id)
                insert into prepaid_movement (tenant_id, bucket_id, account_id, kind, amount, balance_after, made_by)
                select hub_tenant(), id, account_id, 'TOP_UP', 20, 20, 'test' from bucket
                """);
        terms.cancel(terms.review(OCTOBER));
        assertThat(terms.text("select trim_scale(balance)::text from prepaid_bucket"))
                .isEqualTo("20");
        terms.run(OCTOBER);
        terms.run(NOVEMBER);

        assertThat(terms.charges("A-0001", "2026-10-01")).isEqualTo("mobile -20 Gift card");
        assertThat(terms.charges("A-0001", "2026-11-01")).isEmpty();
        assertThat(terms.text("select trim_scale(balance)::text from prepaid_bucket"))
                .isEqualTo("0");
        assertThat(terms.fixture.incoherences()).isEmpty();
    }

    /** October's run charges 24.90 ahead for November: 20.00 prepaid for November alone pay of them, and nothing of October's own 24.90. */
    @Test
    void prepaidMoneyPaysForTheDaysOfServiceNotForThoseOfTheRun() {
        TermsOf terms = new TermsOf(database, "prepaid-ahead");
        terms.execute("""
                insert into product_offering (tenant_id, uuid, key, name, unit, tax_class)
                values (hub_tenant(), gen_random_uuid(), 'ahead', 'Ahead', 'seat', 'standard');
                insert into product (tenant_id, uuid, key, account_id, offering_id, quantity, started_on)
                select hub_tenant(), gen_random_uuid(), 'ahead', a.id, o.id, 1, '2026-01-01' from billing_account a, product_offering o
                where a.number = 'A-0001' and o.key = 'ahead';
                insert into price_plan (tenant_id, uuid, offering_id, key, version, currency, valid_from, definition)
                select hub_tenant(), gen_random_uuid(), id, 'ahead', 1, 'EUR', '2026-01-01',
                  '{"key":"ahead","version":1,"name":"Ahead","currency":"EUR","unit":"seat",
                    "model":{"type":"flat","timing":"IN_ADVANCE","fee":"24.90","proration":"NONE"}}'
                from product_offering where key = 'ahead';
                with bucket as (
                  insert into prepaid_bucket (tenant_id, uuid, account_id, name, currency, usage_type, priority, valid_from, valid_to, balance,
                                              low_at, opened_by, opened_at)
                  select hub_tenant(), gen_random_uuid(), id, 'Gift card', 'EUR', 'monetary', 1, '2026-11-01', '2026-12-01', 20, 0, 'test',
                         now()
                  from billing_account where number = 'A-0001' returning id, account_id)
                insert into prepaid_movement (tenant_id, bucket_id, account_id, kind, amount, balance_after, made_by)
                select hub_tenant(), id, account_id, 'TOP_UP', 20, 20, 'test' from bucket
                """);
        terms.run(OCTOBER);

        assertThat(terms.charges("A-0001", "2026-10-01")).isEqualTo("ahead -20 Gift card");
        assertThat(terms.text("select trim_scale(balance)::text from prepaid_bucket"))
                .isEqualTo("0");
        assertThat(terms.fixture.incoherences()).isEmpty();
    }

    private static String bundle(String on, String one, int oneWeight, String other, int otherWeight) {
        return "\"bundles\":[{\"key\":\"both\",\"name\":\"Both\",\"products\":[\"mobile\",\"seat\"],\"on\":" + on
                + ",\"reduction\":{\"type\":\"amountOff\",\"amount\":\"5.00\"},\"bearers\":[{\"party\":\"" + one
                + "\",\"weight\":\"" + oneWeight + "\"},{\"party\":\"" + other + "\",\"weight\":\"" + otherWeight
                + "\"}]}]";
    }
}
