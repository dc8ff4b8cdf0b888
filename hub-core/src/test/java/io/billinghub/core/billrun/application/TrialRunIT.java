package io.billinghub.core.billrun.application;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.f4b6a3.uuid.UuidCreator;
import io.billinghub.core.billrun.model.BillRunState;
import io.billinghub.core.billrun.model.RunKind;
import io.billinghub.core.error.CoreError;
import io.billinghub.core.error.HubException;
import io.billinghub.core.rundifference.application.RunDifferences;
import io.billinghub.core.rundifference.application.RunDifferences.Against;
import io.billinghub.core.rundifference.infrastructure.RunDifferenceSql;
import io.billinghub.core.testing.TestDatabase;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Trial runs bill what a run would, leave the books alone, and are compared with the run, and runs with those of the month before. */
class TrialRunIT {

    private static final LocalDate OCTOBER = BillRunFixture.OCTOBER;
    private static final LocalDate NOVEMBER = LocalDate.of(2026, 11, 1);
    private static TestDatabase database;

    @BeforeAll
    static void createDatabase() {
        database = TestDatabase.create("hub_it_trial_run");
    }

    @AfterAll
    static void close() {
        database.close();
    }

    private static BillRunFixture tenant(String key) {
        BillRunFixture fixture = new BillRunFixture(database, key, null, UuidCreator::getTimeOrderedEpoch);
        fixture.load();
        return fixture;
    }

    private static UUID trial(BillRunFixture fixture, LocalDate day, int accountsPerShard, int workers) {
        UUID trial = start(fixture, day);
        TestDatabase.await(fixture.worker(accountsPerShard, workers).workOnce());
        return trial;
    }

    private static UUID start(BillRunFixture fixture, LocalDate day) {
        return database.inTenant(
                        fixture.operator,
                        transaction -> fixture.runs.start(
                                transaction,
                                fixture.operator,
                                new BillRuns.Start(RunKind.TRIAL, "monthly", day, false, Optional.empty())))
                .uuid();
    }

    private static JsonObject difference(BillRunFixture fixture, UUID run, Against against, String account) {
        return TestDatabase.await(new RunDifferences(database.transactions(), new RunDifferenceSql())
                .of(fixture.operator, run, against, Optional.ofNullable(account)));
    }

    /** reason: lines. */
    private static TreeMap<String, Integer> reasons(JsonObject difference) {
        TreeMap<String, Integer> reasons = new TreeMap<>();
        difference.getJsonArray("reasons").forEach(each -> {
            JsonObject reason = (JsonObject) each;
            reasons.merge(reason.getString("reason"), reason.getInteger("lines"), Integer::sum);
        });
        return reasons;
    }

    /** Rows of all that a run writes besides the trial's own tables. */
    private static String books(BillRunFixture fixture) {
        return database.text(fixture.operator, """
                select (select count(*) from charge) || ' charges ' || (select count(*) from customer_bill) || ' bills '
                    || (select count(*) from tax_invoice) || ' invoices ' || (select count(*) from bill_line) || ' lines '
                    || (select count(*) from invoice_number) || ' numbers ' || (select count(*) from ledger_entry) || ' entries '
                    || (select count(*) from account_state) || ' states ' || (select count(*) from plan_state) || ' plan states '
                    || (select count(*) from prepaid_movement) || ' draws ' || (select count(*) from coupon_use) || ' coupons, open from '
                    || (select min(open_from) from bill_cycle)
                """);
    }

    @ParameterizedTest
    @CsvSource({"100, 1", "5, 2", "1, 4"})
    void aTrialBillsWhatTheRunThenBillsAndLeavesTheBooksAlone(int accountsPerShard, int workers) {
        BillRunFixture fixture = tenant("same-" + accountsPerShard);
        String before = books(fixture);
        UUID trial = trial(fixture, OCTOBER, accountsPerShard, workers);
        assertThat(fixture.state(trial)).isEqualTo(BillRunState.CLOSED);
        assertThat(books(fixture)).isEqualTo(before);
        assertThat(fixture.incoherences()).isEmpty();

        UUID run = fixture.runToTheEnd(fixture.worker(7, 2));
        JsonObject difference = difference(fixture, run, new Against.Trial(), null);
        assertThat(reasons(difference)).containsOnlyKeys("SAME");
        assertThat(difference.getJsonArray("movers")).isEmpty();
        assertThat(difference.getJsonObject("accounts").getInteger("same")).isEqualTo(24);
        assertThat(difference.getJsonObject("before").getString("run")).isEqualTo(trial.toString());
        assertThat(database.number(fixture.operator, """
                select count(*) from customer_bill b join trial_bill t on t.root_id = b.account_id
                where (t.currency, t.net, t.tax, t.line_count) = (b.currency, b.net, b.tax, b.line_count)
                """)).isEqualTo(24);
        assertThat(database.number(fixture.operator, """
                select count(*) from customer_bill b join bill_line l on l.bill_id = b.id
                join charge c on c.bill_period = l.bill_period and c.id = l.charge_id
                join trial_line t on t.root_id = b.account_id and t.position = l.position
                where (t.account_id, t.offering_id, t.source, t.description, t.quantity, t.unit, t.amount, t.net, t.tax_category, t.tax_rate)
                    = (c.account_id, c.offering_id, c.source, c.description, c.quantity, c.unit, c.amount, l.net, l.tax_category, l.tax_rate)
                """))
                .isEqualTo(database.number(fixture.operator, "select count(*) from bill_line"));
        assertThat(fixture.incoherences()).isEmpty();
    }

    /** Discount, coupon and sponsor leave states behind that the next run goes on from: a trial takes all of it back, twice. */
    @Test
    void termsOfAccountsAreTriedWithoutATrace() {
        TermsOf terms = new TermsOf(database, "trial-terms")
                .give(
                        "promo",
                        "\"discounts\":[{\"key\":\"welcome\",\"name\":\"Welcome\",\"reduction\":{\"type\":\"percentOff\",\"percent\":\"10\"},"
                                + "\"scope\":{\"products\":[\"mobile\"]},\"coupon\":{\"code\":\"HELLO\",\"timesPerAccount\":1}}],"
                                + "\"sponsorships\":[{\"key\":\"all\",\"name\":\"Gift\",\"sponsor\":\"A-0001\",\"percent\":\"50\","
                                + "\"scope\":{\"products\":[\"mobile\"]}}]",
                        "A-0002")
                .handIn("HELLO", "A-0002");
        String before = books(terms.fixture);
        trial(terms.fixture, OCTOBER, 5, 2);
        trial(terms.fixture, OCTOBER, 7, 1);
        assertThat(books(terms.fixture)).isEqualTo(before);

        terms.run(OCTOBER);
        UUID october = UUID.fromString(terms.text("select uuid from bill_run where kind = 'CYCLE'"));
        assertThat(reasons(difference(terms.fixture, october, new Against.Trial(), null)))
                .containsOnlyKeys("SAME");

        UUID trial = trial(terms.fixture, NOVEMBER, 7, 1);
        UUID november = terms.review(NOVEMBER);
        JsonObject difference = difference(terms.fixture, november, new Against.OtherRun(trial), null);
        assertThat(reasons(difference)).containsOnlyKeys("SAME");
        assertThat(terms.charges("A-0001", "2026-11-01")).contains("Gift (A-0002)");
        assertThat(terms.fixture.incoherences()).isEmpty();
    }

    /**
     * Behind the trial, before the run: A-0001 has 1,000 messages more; A-0002's subscription ends on the 17th, so 16 of 31 days are charged;
     * seats of A-0004 get dearer by half; A-0007 gets seats, A-0008 loses its own, and A-0010 has twice as many; the dollar, in which compute
     * is billed, costs more, and so does the tax on messages.
     */
    @Test
    void theDifferenceNamesWhatWasChangedInBetween() {
        BillRunFixture fixture = tenant("changed");
        trial(fixture, OCTOBER, 7, 1);
        database.execute(fixture.operator, """
                insert into usage_record (tenant_id, bill_period, document_id, position, partner_id, account_id, offering_id, grouping_key,
                                          occurred_at, quantity, unit)
                  select tenant_id, bill_period, document_id, 1000000, partner_id, account_id, offering_id, grouping_key, occurred_at, 1000, unit
                  from usage_record where account_id = (select id from billing_account where number = 'A-0001') and grouping_key = 'eu'
                  order by position limit 1;
                insert into usage_key (tenant_id, partner_id, event_id, document_id, position)
                  select tenant_id, partner_id, 'late', document_id, position from usage_record where position = 1000000;
                update product set ended_on = '2026-10-17' where account_id = (select id from billing_account where number = 'A-0002');
                update partner_bill_line set net = net * 1.5
                where account_id = (select id from billing_account where number = 'A-0004') and grouping_key like 'line-%';
                update partner_bill_line set accepted = false
                where account_id = (select id from billing_account where number = 'A-0008') and grouping_key like 'line-%';
                insert into partner_bill_line (tenant_id, bill_period, partner_bill_id, position, accepted, account_id, offering_id, grouping_key,
                                               description, quantity, unit, net, tax_category, tax_rate, service_from, service_to, place)
                  select tenant_id, bill_period, partner_bill_id, position + 1000000, true, (select id from billing_account where number = 'A-0007'),
                         offering_id, grouping_key, description, quantity, unit, net, tax_category, tax_rate, service_from, service_to, place
                  from partner_bill_line where account_id = (select id from billing_account where number = 'A-0010') and grouping_key like 'line-%';
                update partner_bill_line set net = net * 2, quantity = quantity * 2
                where account_id = (select id from billing_account where number = 'A-0010') and grouping_key like 'line-%';
                insert into exchange_rate (tenant_id, source, base, quote, rate, rate_date) values (hub_tenant(), 'ECB', 'USD', 'EUR', 0.95, '2026-10-31');
                update tax_rate set rate = 27 where tax_class = 'reduced';
                update partner_bill b set accepted_net = l.net, accepted_lines = l.lines, quarantined_net = l.other_net, quarantined_lines = l.others
                  from (select partner_bill_id, sum(net) filter (where accepted) as net, count(*) filter (where accepted) as lines,
                               coalesce(sum(net) filter (where not accepted), 0) as other_net, count(*) filter (where not accepted) as others
                        from partner_bill_line group by partner_bill_id) l where l.partner_bill_id = b.id;
                """);
        UUID run = fixture.runToTheEnd(fixture.worker(7, 2));

        JsonObject difference = difference(fixture, run, new Against.Trial(), null);
        assertThat(lines(fixture, run, "A-0001"))
                .containsExactlyInAnyOrder("compute EXCHANGE_RATE", "messages PRICE_AND_QUANTITY");
        assertThat(lines(fixture, run, "A-0002"))
                .containsExactlyInAnyOrder("compute EXCHANGE_RATE", "messages TAX", "mobile DAYS");
        assertThat(lines(fixture, run, "A-0004"))
                .containsExactlyInAnyOrder("compute EXCHANGE_RATE", "messages TAX", "seat PRICE");
        assertThat(lines(fixture, run, "A-0007"))
                .containsExactlyInAnyOrder("compute EXCHANGE_RATE", "messages TAX", "seat NEW");
        assertThat(lines(fixture, run, "A-0008"))
                .containsExactlyInAnyOrder("compute EXCHANGE_RATE", "messages TAX", "seat GONE");
        assertThat(lines(fixture, run, "A-0010"))
                .containsExactlyInAnyOrder("compute EXCHANGE_RATE", "messages TAX", "seat QUANTITY");
        assertThat(lines(fixture, run, "A-0011")).containsExactlyInAnyOrder("compute EXCHANGE_RATE", "messages TAX");
        assertThat(reasons(difference))
                .containsEntry("PRICE_AND_QUANTITY", 1)
                .containsEntry("DAYS", 1)
                .containsEntry("PRICE", 1)
                .containsEntry("NEW", 1)
                .containsEntry("GONE", 1)
                .containsEntry("QUANTITY", 1);
        // 12.35 + 24.70 - 4.10 = 32.95, twice as much
        JsonObject seats =
                (JsonObject) difference(fixture, run, new Against.Trial(), "A-0010").getJsonArray("lines").stream()
                        .filter(line -> ((JsonObject) line).getString("product").equals("seat"))
                        .findFirst()
                        .orElseThrow();
        assertThat(seats.getString("before")).isEqualTo("32.95");
        assertThat(seats.getString("after")).isEqualTo("65.90");
        assertThat(seats.getString("difference")).isEqualTo("32.95");
        assertThat(seats.getString("partner")).isEqualTo("soft");
        assertThat(fixture.incoherences()).isEmpty();
    }

    private static List<String> lines(BillRunFixture fixture, UUID run, String account) {
        return difference(fixture, run, new Against.Trial(), account).getJsonArray("lines").stream()
                .map(JsonObject.class::cast)
                .filter(line -> !line.getString("reason").equals("SAME"))
                .map(line -> line.getString("product") + " " + line.getString("reason"))
                .toList();
    }

    /** Mobile is all that November has: what partners billed in October is gone, and subscriptions that began within October cost more. */
    @Test
    void aRunIsComparedWithThePeriodBefore() {
        BillRunFixture fixture = tenant("month");
        fixture.runToTheEnd(fixture.worker(7, 2));
        UUID november = fixture.runToTheEnd(fixture.worker(7, 2), NOVEMBER);
        JsonObject difference = difference(fixture, november, new Against.LastPeriod(), null);
        assertThat(difference.getJsonObject("before").getString("periodFrom")).isEqualTo("2026-10-01");
        assertThat(reasons(difference)).containsOnlyKeys("GONE", "DAYS", "SAME");
        assertThatThrownBy(() -> difference(fixture, november, new Against.Trial(), null))
                .isInstanceOfSatisfying(
                        HubException.class,
                        refusal -> assertThat(refusal.code()).isEqualTo(CoreError.NOTHING_TO_COMPARE));
        assertThat(new BigDecimal(
                        difference.getJsonArray("totals").getJsonObject(0).getString("after")))
                .isEqualByComparingTo(database.text(
                        fixture.operator, "select sum(net)::text from customer_bill where bill_period = '2026-11-01'"));
    }

    @Test
    void aTrialIsMadeBeforeItsPeriodIsBilled() {
        BillRunFixture fixture = tenant("too-late");
        UUID begun = start(fixture, OCTOBER);
        fixture.start();
        TestDatabase.await(fixture.worker(7, 2).workOnce());
        assertThat(TestDatabase.await(fixture.runs.get(fixture.operator, begun)).failure())
                .hasValueSatisfying(
                        reason -> assertThat(reason).contains("RUN_EXISTS", "a trial of it comes too late"));
        assertThatThrownBy(() -> start(fixture, OCTOBER))
                .isInstanceOfSatisfying(
                        HubException.class,
                        refusal -> assertThat(refusal.code()).isEqualTo(CoreError.RUN_EXISTS));
        assertThat(fixture.incoherences()).isEmpty();
    }

    @Test
    void aTrialIsCancelledWithItsResultsAndNeverApproved() {
        BillRunFixture fixture = tenant("cancelled");
        UUID trial = trial(fixture, OCTOBER, 7, 1);
        assertThatThrownBy(() -> fixture.approve(trial))
                .isInstanceOfSatisfying(
                        HubException.class,
                        refusal -> assertThat(refusal.code()).isEqualTo(CoreError.RUN_STATE));
        database.inTenant(fixture.operator, transaction -> fixture.runs.cancel(transaction, fixture.operator, trial));
        assertThat(database.number(
                        fixture.operator,
                        "select (select count(*) from trial_bill) + (select count(*) from trial_line)"))
                .isZero();
    }
}
