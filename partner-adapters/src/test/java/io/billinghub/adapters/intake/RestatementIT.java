package io.billinghub.adapters.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.billinghub.adapters.AdapterError;
import io.billinghub.adapters.document.DocumentQueries.DocumentView;
import io.billinghub.adapters.model.Finding;
import io.billinghub.adapters.model.RuleCode;
import io.billinghub.adapters.quarantine.QuarantineReplays.ReplayView;
import io.billinghub.adapters.quarantine.Selection;
import io.billinghub.core.coherence.Coherence;
import io.billinghub.core.testing.TestDatabase;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Bills that take the place of earlier ones: before they are billed, behind that, in a row, and out of order; with a real PostgreSQL. */
class RestatementIT {

    private static final String HEAD = "No;Instead of;Customer;Text;Quantity;Net;Day\n";

    private Hub hub;

    @BeforeEach
    void start() throws IOException {
        hub = new Hub("adapters_restated", Files.createTempDirectory("inbox"));
        hub.execute("call ensure_periods('{2026-10-01,2026-11-01,2026-12-01}')");
        hub.adapter("sensate", "BILL", "{\"type\": \"push\"}", "{\"type\": \"csv\", \"separator\": \";\"}", """
                {"columns": {"number": "No", "replaces": "Instead of", "account": "Customer", "description": "Text", "group": "Text",
                             "quantity": "Quantity", "net": "Net", "from": "Day"},
                 "constants": {"currency": "EUR", "product": "SEAT", "unit": "seat"}}
                """);
    }

    @AfterEach
    void stop() {
        assertThat(TestDatabase.await(new Coherence(hub.database.transactions()).check(hub.tenant)))
                .filteredOn(finding -> !finding.holds())
                .isEmpty();
        hub.close();
    }

    /** @param rows customer, text, quantity, net */
    private IntakeOutcome push(String number, String replaces, String... rows) {
        StringBuilder text = new StringBuilder(HEAD);
        for (String row : rows) {
            String[] parts = row.split(",", -1);
            text.append("%s;%s;%s;%s;%s;%s;2026-10-05%n"
                    .formatted(number, replaces, parts[0], parts[1], parts[2], parts[3]));
        }
        return hub.push("sensate", number + ".csv", text.toString());
    }

    private void close(String openFrom) {
        hub.execute("update bill_cycle set open_from = '" + openFrom + "'");
    }

    private DocumentView document(IntakeOutcome outcome) {
        return TestDatabase.await(
                hub.queries.document(hub.tenant, outcome.document().id()));
    }

    private ReplayView replay(IntakeOutcome outcome) {
        Selection selection = new Selection(null, null, null, outcome.document().id(), null);
        UUID id = TestDatabase.await(hub.database
                        .transactions()
                        .run(hub.tenant, connection -> hub.replays.start(connection, hub.tenant, selection)))
                .id();
        TestDatabase.await(hub.replays.work());
        return TestDatabase.await(
                hub.database.transactions().run(hub.tenant, connection -> hub.replays.one(connection, id)));
    }

    /** What counts: per period and text the sum of all lines that are accepted. */
    private String counted() {
        return hub.sql("""
                select coalesce(string_agg(t, '; ' order by t), 'nothing') from (
                  select bill_period || ' ' || description || ' ' || trim_scale(sum(quantity)) || ' ' || trim_scale(sum(net)) as t
                    from partner_bill_line where accepted group by bill_period, description
                  having sum(quantity) <> 0 or sum(net) <> 0) x
                """);
    }

    private static List<RuleCode> rules(IntakeOutcome outcome) {
        return outcome.document().findings().stream().map(Finding::rule).toList();
    }

    @Test
    void beforeItIsBilledNothingOfTheBillBeforeCounts() {
        IntakeOutcome first = push("R-1", "", "dev-9,seats,10,100", "dev-9,phone,1,9", "nobody,seats,2,20");
        assertThat(first).isInstanceOf(IntakeOutcome.PartlyAccepted.class);
        IntakeOutcome second = push("R-1", "R-1", "dev-9,seats,12,120", "dev-9,phone,1,9");

        assertThat(second).isInstanceOf(IntakeOutcome.Accepted.class);
        assertThat(rules(second)).isEmpty();
        assertThat(counted()).isEqualTo("2026-10-01 phone 1 9; 2026-10-01 seats 12 120");
        DocumentView replaced = document(first);
        assertThat(replaced.status()).isEqualTo("REPLACED");
        assertThat(replaced.replacedBy().document()).isEqualTo(second.document().id());
        assertThat(replaced.replacedBy().givenBackNet()).isEqualByComparingTo("0");
        assertThat(document(second).replaces()).isEqualTo("R-1");
        assertThat(
                        hub.sql(
                                "select string_agg(rule_code || ' ' || status || ' ' || settled_by, ',') from quarantine_entry"))
                .isEqualTo("UNKNOWN_ACCOUNT REPLACED bill R-1");
        assertThat(hub.sql("select count(*)::text from outbox where type = 'io.billinghub.document.replaced.v1'"))
                .isEqualTo("1");
        ReplayView replay = replay(first);
        assertThat(replay.items())
                .singleElement()
                .satisfies(item -> assertThat(item.code()).isEqualTo(AdapterError.NOT_REPLAYABLE.name()));
        assertThat(push("R-1", "", "dev-9,seats,13,130")).isInstanceOf(IntakeOutcome.Refused.class);
    }

    /** 120 for 100 of seats: 20 more; nothing for the phone, which is as before; the router is gone: 7 less. */
    @Test
    void behindTheBillItsDifferenceCountsInThePeriodThatIsOpen() {
        IntakeOutcome first = push("S-1", "", "dev-9,seats,10,100", "dev-9,phone,1,9", "dev-9,router,1,7");
        close("2026-11-01");
        IntakeOutcome second = push("S-2", "S-1", "dev-9,seats,12,120", "dev-9,phone,1,9");

        assertThat(second).isInstanceOf(IntakeOutcome.Accepted.class);
        assertThat(counted())
                .isEqualTo("2026-10-01 phone 1 9; 2026-10-01 router 1 7; 2026-10-01 seats 10 100;"
                        + " 2026-11-01 router -1 -7; 2026-11-01 seats 2 20");
        assertThat(document(first).replacedBy().number()).isEqualTo("S-2");
        assertThat(document(first).replacedBy().givenBackNet()).isEqualByComparingTo("116");
        assertThat(document(first).acceptedNet()).isEqualByComparingTo("116");

        // and once more, as long as November is open, and behind it
        push("S-3", "S-1", "dev-9,seats,11,110", "dev-9,phone,1,9");
        assertThat(counted())
                .isEqualTo("2026-10-01 phone 1 9; 2026-10-01 router 1 7; 2026-10-01 seats 10 100;"
                        + " 2026-11-01 router -1 -7; 2026-11-01 seats 1 10");
        close("2026-12-01");
        push("S-4", "S-3", "dev-9,seats,10,100", "dev-9,phone,1,9", "dev-9,router,1,7");
        assertThat(counted())
                .isEqualTo(
                        "2026-10-01 phone 1 9; 2026-10-01 router 1 7; 2026-10-01 seats 10 100;"
                                + " 2026-11-01 router -1 -7; 2026-11-01 seats 1 10; 2026-12-01 router 1 7; 2026-12-01 seats -1 -10");
        assertThat(hub.sql(
                        "select string_agg(number || ' ' || (replaced_by = (select max(id) from partner_bill))::text, ',' order by id)"
                                + " from partner_bill where replaced_by is not null"))
                .isEqualTo("S-1 true,S-2 true,S-3 true");
    }

    @Test
    void aBillThatWaitsInPartTakesNoPlaceUntilAllOfItIsGood() {
        IntakeOutcome first = push("T-1", "", "dev-9,seats,10,100");
        IntakeOutcome second = push("T-2", "T-1", "dev-9,seats,12,120", "late,phone,1,9");

        assertThat(second).isInstanceOf(IntakeOutcome.Quarantined.class);
        assertThat(rules(second)).containsExactlyInAnyOrder(RuleCode.RESTATEMENT_INCOMPLETE, RuleCode.UNKNOWN_ACCOUNT);
        assertThat(counted()).isEqualTo("2026-10-01 seats 10 100");
        assertThat(document(first).status()).isEqualTo("ACCEPTED");

        hub.execute("""
                insert into account_link (tenant_id, partner_id, partner_account, account_id)
                select hub_tenant(), r.id, 'late', a.id from party_role r, billing_account a where r.key = 'sensate'
                """);
        assertThat(replay(second).acceptedLines()).isEqualTo(2);

        assertThat(counted()).isEqualTo("2026-10-01 phone 1 9; 2026-10-01 seats 12 120");
        assertThat(document(first).status()).isEqualTo("REPLACED");
        assertThat(document(second).status()).isEqualTo("ACCEPTED");
        assertThat(hub.sql("select count(*)::text from quarantine_entry where status = 'OPEN'"))
                .isEqualTo("0");
    }

    @Test
    void aBillThatComesBehindTheOneInItsPlaceIsReplacedAtOnce() {
        IntakeOutcome second = push("U-2", "U-1", "dev-9,seats,12,120");
        assertThat(rules(second)).containsExactly(RuleCode.REPLACED_BILL_UNKNOWN);
        assertThat(counted()).isEqualTo("nothing");

        IntakeOutcome first = push("U-1", "", "dev-9,seats,10,100");
        assertThat(counted()).isEqualTo("2026-10-01 seats 10 100");
        TestDatabase.await(hub.replays.work());

        assertThat(counted()).isEqualTo("2026-10-01 seats 12 120");
        assertThat(document(first).status()).isEqualTo("REPLACED");
        assertThat(document(second).status()).isEqualTo("ACCEPTED");
        IntakeOutcome again = push("U-1", "U-1", "dev-9,seats,9,90");
        assertThat(rules(again)).containsExactly(RuleCode.ALREADY_REPLACED);
        assertThat(counted()).isEqualTo("2026-10-01 seats 12 120");
    }

    /** The second one waits, and the third one corrects that: it takes the place of the first one, too. */
    @Test
    void whatWaitsHandsOnWhatItWasToReplace() {
        IntakeOutcome first = push("X-1", "", "dev-9,seats,10,100");
        push("X-2", "X-1", "dev-9,seats,12,120", "nobody,phone,1,9");
        assertThat(push("X-3", "X-2", "dev-9,seats,11,110")).isInstanceOf(IntakeOutcome.Accepted.class);

        assertThat(counted()).isEqualTo("2026-10-01 seats 11 110");
        assertThat(document(first).status()).isEqualTo("REPLACED");
        // out of order: the one that it began with never counts
        push("Y-2", "Y-1", "dev-9,rooms,1,20");
        push("Y-3", "Y-2", "dev-9,rooms,1,21");
        TestDatabase.await(hub.replays.work());
        assertThat(rules(push("Y-1", "", "dev-9,rooms,1,19"))).doesNotContain(RuleCode.DUPLICATE_DOCUMENT_NUMBER);
        TestDatabase.await(hub.replays.work());
        assertThat(counted()).doesNotContain("rooms 2").contains("2026-10-01 seats 11 110");
    }

    /** The later one was taken in; what was received before it comes out of quarantine too late. */
    @Test
    void whatWasReceivedEarlierTakesNoPlaceOfWhatCameLater() {
        push("Z-1", "", "dev-9,seats,10,100");
        IntakeOutcome second = push("Z-1", "Z-1", "dev-9,seats,12,120", "nobody,phone,1,9");
        assertThat(rules(second)).contains(RuleCode.RESTATEMENT_INCOMPLETE);
        push("Z-2", "Z-1", "dev-9,seats,13,130");
        hub.execute("""
                insert into account_link (tenant_id, partner_id, partner_account, account_id)
                select hub_tenant(), r.id, 'nobody', a.id from party_role r, billing_account a where r.key = 'sensate'
                """);

        assertThat(replay(second).acceptedLines()).isZero();
        assertThat(counted()).isEqualTo("2026-10-01 seats 13 130");
    }

    /** A line that a bill on demand has charged is given back in the same period, though that is open. */
    @Test
    void whatABillOnDemandHasChargedIsGivenBack() {
        push("V-1", "", "dev-9,seats,10,100");
        hub.execute("""
                insert into charge (tenant_id, bill_period, account_id, offering_id, agreement_version_id, source, source_id, source_key,
                                    grouping_key, description, quantity, unit, amount, currency, service_from, service_to, detail_rows, run_id)
                select hub_tenant(), l.bill_period, l.account_id, l.offering_id, b.agreement_version_id, 'PARTNER_BILL', b.id, b.number,
                       l.grouping_key, l.description, l.quantity, l.unit, l.net, b.currency, l.service_from, l.service_to, 1, 0
                  from partner_bill b join partner_bill_line l on l.partner_bill_id = b.id
                """);

        push("V-2", "V-1", "dev-9,seats,12,120");

        assertThat(
                        hub.sql(
                                "select string_agg(b.number || ' ' || l.position || ' ' || trim_scale(l.net), ', ' order by b.id, l.position)"
                                        + " from partner_bill_line l join partner_bill b on b.id = l.partner_bill_id where l.accepted"))
                .isEqualTo("V-1 -1 -100, V-1 1 100, V-2 1 120");
        hub.execute("delete from charge");
    }

    /** The first bill of a number says that it replaces it: some partners always do. */
    @Test
    void aBillThatReplacesItsOwnNumberMayBeTheFirstOne() {
        assertThat(push("W-1", "W-1", "dev-9,seats,10,100")).isInstanceOf(IntakeOutcome.Accepted.class);
        assertThat(push("W-1", "W-1", "dev-9,seats,10,100", "dev-9,phone,1,9"))
                .isInstanceOf(IntakeOutcome.Accepted.class);
        assertThat(counted()).isEqualTo("2026-10-01 phone 1 9; 2026-10-01 seats 10 100");
        assertThat(hub.sql("select string_agg(revision::text, ',' order by id) from partner_bill"))
                .isEqualTo("0,1");
    }

    /** As long as the account waits in October's run, October takes in what the partner bills of it, and what it bills anew; then November does. */
    @Test
    void anAccountThatWaitsForABillTakesItInForItsOwnPeriod() {
        hub.execute("""
                with run as (
                  insert into bill_run (tenant_id, uuid, cycle_id, bill_period, period_to, issue_date, due_date, state, started_by, created_at)
                  select distinct hub_tenant(), gen_random_uuid(), a.cycle_id, date '2026-10-01', date '2026-11-01', date '2026-11-01',
                         date '2026-11-15', 'IN_REVIEW', 'test', now()
                  from account_link l join billing_account a on a.id = l.account_id where l.partner_account = 'dev-9'
                  returning id
                ), shard as (
                  insert into bill_run_shard (tenant_id, run_id, shard, done) select hub_tenant(), id, 0, 'RATED' from run
                ), account as (
                  insert into bill_run_account (tenant_id, run_id, root_id, shard, parked_reason, held)
                  select hub_tenant(), run.id, a.root_id, 0, 'waits', true
                  from run, account_link l join billing_account a on a.id = l.account_id where l.partner_account = 'dev-9'
                )
                insert into bill_run_late_bill (tenant_id, run_id, partner_id, adapter, policy, due_on, wait_until, outcome, noted_at)
                select hub_tenant(), run.id, l.partner_id, 'sensate', 'HOLD_ACCOUNT', '2026-11-03', '2026-11-03', 'HELD', now()
                from run, account_link l where l.partner_account = 'dev-9'
                """);
        close("2026-11-01");
        push("W-1", "", "dev-9,seats,10,100");
        assertThat(counted()).isEqualTo("2026-10-01 seats 10 100");
        push("W-2", "W-1", "dev-9,seats,12,120");
        assertThat(counted()).isEqualTo("2026-10-01 seats 12 120");
        String byPartner = HEAD + "W-2a;;dev-9;router;1;7;2026-10-05\n";
        assertThat(TestDatabase.await(hub.intake.receive(
                        hub.tenant.forPartner(
                                Long.parseLong(hub.sql("select id from party_role where key = 'sensate'"))),
                        "sensate",
                        null,
                        "W-2a.csv",
                        null,
                        new ByteArrayInputStream(byPartner.getBytes(StandardCharsets.UTF_8)))))
                .isInstanceOf(IntakeOutcome.Accepted.class);
        assertThat(counted()).isEqualTo("2026-10-01 router 1 7; 2026-10-01 seats 12 120");

        hub.execute(
                "update bill_run_account set held = false; update bill_run_late_bill set outcome = 'ARRIVED', settled_at = now()");
        push("W-3", "", "dev-9,phone,1,9");
        assertThat(counted()).isEqualTo("2026-10-01 router 1 7; 2026-10-01 seats 12 120; 2026-11-01 phone 1 9");
    }
}
