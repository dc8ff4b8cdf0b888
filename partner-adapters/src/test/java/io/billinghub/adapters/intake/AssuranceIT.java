package io.billinghub.adapters.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.billinghub.adapters.model.Finding;
import io.billinghub.adapters.model.RuleCode;
import io.billinghub.core.testing.TestDatabase;
import io.smallrye.mutiny.Uni;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/** Bills that are held against what was billed before and what is agreed, with a real PostgreSQL. */
class AssuranceIT {

    private static final String HEADER = "No;Customer;Product;Text;Quantity;Unit;Net;From;To\n";

    private static Hub hub;

    private String account;

    @BeforeAll
    static void start() throws IOException {
        hub = new Hub("adapters_assurance", Files.createTempDirectory("inbox"));
        hub.adapter("sensate", "BILL", "{\"type\": \"push\"}", "{\"type\": \"csv\", \"separator\": \";\"}", """
                {"columns": {"number": "No", "account": "Customer", "product": "Product", "description": "Text",
                             "quantity": "Quantity", "unit": "Unit", "net": "Net", "from": "From", "to": "To"},
                 "constants": {"currency": "EUR"}}
                """);
        hub.execute("""
                insert into price_plan (tenant_id, uuid, offering_id, key, version, currency, definition, valid_from, valid_to)
                select hub_tenant(), gen_random_uuid(), o.id, 'data', v.version, 'EUR',
                       jsonb_build_object('key', 'data', 'version', v.version, 'name', 'Data', 'currency', 'EUR', 'unit', 'GB', 'model',
                         jsonb_build_object('type', 'graduated', 'tiers', jsonb_build_array(
                           jsonb_build_object('upTo', '100', 'unitPrice', v.price), jsonb_build_object('unitPrice', '0.40')))),
                       v.valid_from, v.valid_to
                  from product_offering o,
                       (values (1, '0.60', date '2026-01-01', date '2026-07-01'), (2, '0.50', date '2026-07-01', date 'infinity'))
                         v (version, price, valid_from, valid_to)
                 where o.key = 'sensate'
                """);
    }

    @AfterAll
    static void stop() {
        hub.close();
    }

    /** Bills of one case are of an account of its own. */
    @BeforeEach
    void account(TestInfo test) {
        account = test.getTestMethod().orElseThrow().getName();
        hub.execute("update agreement_version set rule_severity = '{}', price_tolerance = '{}'");
        hub.execute("""
                insert into billing_account (tenant_id, uuid, number, name, party_id, root_id, cycle_id, currency)
                select tenant_id, gen_random_uuid(), '%1$s', name, party_id, root_id, cycle_id, currency from billing_account
                 where number = 'NL-1001'
                """.formatted(account));
        hub.execute("""
                insert into account_link (tenant_id, partner_id, partner_account, account_id)
                select hub_tenant(), r.id, a.number, a.id from party_role r, billing_account a where r.key = 'sensate' and a.number = '%s'
                """.formatted(account));
    }

    private IntakeOutcome bill(String number, String... rows) {
        return hub.push("sensate", number + ".csv", text(number, rows));
    }

    private String text(String number, String... rows) {
        StringBuilder text = new StringBuilder(HEADER);
        for (String row : rows) {
            text.append(number)
                    .append(';')
                    .append(account)
                    .append(';')
                    .append(row)
                    .append('\n');
        }
        return text.toString();
    }

    /** A line without an agreed price. */
    private static String seat(String text, String net, String from, String to) {
        return "SEAT;" + text + ";1;seat;" + net + ";" + from + ";" + to;
    }

    private static String data(String quantity, String net) {
        return "DATA;Data;" + quantity + ";GB;" + net + ";2026-10-01;2026-10-31";
    }

    private static List<RuleCode> rules(IntakeOutcome outcome) {
        return outcome.document().findings().stream().map(Finding::rule).toList();
    }

    private static String of(String number, String column) {
        return hub.sql("select " + column + " from partner_bill where number = '" + number + "'");
    }

    @Test
    void aLineThatIsNotPricedAsAgreedWaitsWithTheLikelyCause() {
        // graduated: 100 × 0.50 + 37.5 × 0.40 = 65; volume: 137.5 × 0.40 = 55; of the version before: 60 + 15 = 75
        IntakeOutcome right = bill("P-1", data("137.5", "65.00"));
        IntakeOutcome volume = bill("P-2", data("137.5", "55.00"), seat("A", "9", "2026-10-01", "2026-10-31"));
        IntakeOutcome old = bill("P-3", data("137.5", "75.00"));

        assertThat(rules(right)).isEmpty();
        assertThat(volume).isInstanceOf(IntakeOutcome.PartlyAccepted.class);
        assertThat(volume.document().findings()).singleElement().satisfies(finding -> {
            assertThat(finding.rule()).isEqualTo(RuleCode.PRICE_DIFFERS);
            assertThat(finding.place()).isEqualTo("row 2");
            assertThat(finding.detail()).contains("55.00 is what volume pricing gives for 137.5 GB", "gives 65.00");
        });
        assertThat(rules(old)).containsExactly(RuleCode.PRICE_DIFFERS);
        assertThat(hub.sql(
                        "select string_agg(evidence ->> 'cause', ' ' order by id) from quarantine_entry where partner_bill_id in"
                                + " (select id from partner_bill where number like 'P-%')"))
                .isEqualTo("VOLUME_FOR_GRADUATED OLD_PRICE_VERSION");
        assertThat(of(
                        "P-2",
                        "accepted_net || ' ' || quarantined_net || ' ' || accepted_lines || ' ' || quarantined_lines"))
                .isEqualTo("9 55 1 1");
        assertThat(hub.sql("select count(*) from partner_bill_line l join partner_bill b on b.id = l.partner_bill_id"
                        + " where b.number = 'P-2' and not l.accepted"))
                .isEqualTo("1");
    }

    @Test
    void anAgreementSetsTheSeverityAndTheTolerance() {
        hub.execute("update agreement_version set rule_severity = '{\"PRICE_DIFFERS\": \"WARN\"}'");
        assertThat(bill("S-1", data("137.5", "55.00"))).isInstanceOf(IntakeOutcome.Accepted.class);
        hub.execute("update agreement_version set rule_severity = '{\"PRICE_DIFFERS\": \"REFUSE\"}'");
        IntakeOutcome refused = bill("S-2", data("137.5", "56.00"));
        assertThat(refused).isInstanceOf(IntakeOutcome.Refused.class);
        assertThat(rules(refused)).containsExactly(RuleCode.PRICE_DIFFERS);
        assertThat(hub.sql("select count(*) from partner_bill where number = 'S-2'"))
                .isEqualTo("0");
        // 2 % of 65 are 1.30
        hub.execute("update agreement_version set rule_severity = '{}', price_tolerance = '{\"percent\": \"2\"}'");
        assertThat(rules(bill("S-3", data("137.5", "66.30")))).isEmpty();
        assertThat(rules(bill("S-4", data("137.5", "66.31")))).containsExactly(RuleCode.PRICE_DIFFERS);
    }

    @Test
    void aBillUnderAnotherNumberWaitsAndItsLookAlikesDoNot() {
        String[] two = {seat("A", "9", "2026-10-01", "2026-10-31"), seat("B", "9", "2026-10-01", "2026-10-31")};
        assertThat(rules(bill("D-a", two))).isEmpty();
        IntakeOutcome again = bill("D-b", two);
        assertThat(again).isInstanceOf(IntakeOutcome.Quarantined.class);
        assertThat(rules(again)).containsExactly(RuleCode.DUPLICATE_BILL_CONTENT);
        assertThat(again.document().findings().get(0).detail()).contains("D-a");
        assertThat(of("D-b", "quarantined_net")).isEqualTo("18");
        // the same fees of the next month; a credit of them
        assertThat(rules(bill(
                        "D-c", seat("A", "9", "2026-11-01", "2026-11-30"), seat("B", "9", "2026-11-01", "2026-11-30"))))
                .isEmpty();
        assertThat(rules(bill("D-d", seat("A", "-9", "2026-10-01", "2026-10-31"))))
                .containsExactly(RuleCode.NEGATIVE_WITHOUT_REFERENCE);
        // what waits is not billed: the same lines may come in another document
        hub.execute("update partner_bill_line set accepted = false where partner_bill_id in"
                + " (select id from partner_bill where number like 'D-%')");
        hub.execute(
                "update partner_bill set accepted_lines = 0, quarantined_lines = accepted_lines + quarantined_lines,"
                        + " accepted_net = 0, quarantined_net = accepted_net + quarantined_net where number like 'D-%'");
        assertThat(rules(bill("D-e", two))).isEmpty();
    }

    @Test
    void aBillOfWhichMostIsBilledAlreadyWaitsAsAWholeElseTheLines() {
        String[] rows = new String[10];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = seat("seat " + i, "9", "2026-10-01", "2026-10-31");
        }
        bill("N-a", rows);
        String[] changed = rows.clone();
        changed[3] = seat("seat 3", "12", "2026-10-01", "2026-10-31");
        IntakeOutcome near = bill("N-b", changed);
        assertThat(near.document().findings())
                .extracting(Finding::rule, Finding::position)
                .containsExactly(tuple(RuleCode.NEAR_DUPLICATE_BILL, null));
        assertThat(near).isInstanceOf(IntakeOutcome.Quarantined.class);
        // one of two equal lines is billed already: one of them waits
        IntakeOutcome some = bill("N-c", rows[0], rows[0], seat("new", "9", "2026-10-01", "2026-10-31"));
        assertThat(some.document().findings())
                .extracting(Finding::rule, Finding::place)
                .contains(tuple(RuleCode.DUPLICATE_BILLED_LINE, "row 2"));
    }

    /** The bill says that it is for October; the line of August was billed in August, and is late here. */
    @Test
    void aLineOfAnEarlierMonthThatIsBilledAlreadyWaitsThoughTheBillSaysAnotherPeriod() {
        hub.adapter("cirrus", "BILL", "{\"type\": \"push\"}", "{\"type\": \"json\"}", """
                {"jsonata": "{'number': no, 'currency': 'USD', 'periodFrom': from, 'periodTo': to, 'lines': rows.{'account': 'acc-1', 'product': 'VM', 'net': net, 'from': day, 'to': end}}"}
                """);
        String august = "{\"net\": 9.25, \"day\": \"2026-08-02\", \"end\": \"2026-08-20\"}";
        hub.execute("update bill_cycle set open_from = date '2026-08-01'");
        hub.push(
                "cirrus",
                "j1.json",
                "{\"no\": \"J-a\", \"from\": \"2026-08-01\", \"to\": \"2026-09-01\", \"rows\": [" + august + "]}");
        hub.execute("update bill_cycle set open_from = date '2026-10-01'");
        IntakeOutcome again = hub.push(
                "cirrus",
                "j2.json",
                "{\"no\": \"J-b\", \"from\": \"2026-10-01\", \"to\": \"2026-11-01\", \"rows\": [" + august
                        + ", {\"net\": 3, \"day\": \"2026-10-02\", \"end\": \"2026-10-20\"}]}");

        assertThat(again.document().findings())
                .extracting(Finding::rule, Finding::position)
                .contains(tuple(RuleCode.DUPLICATE_BILLED_LINE, 1));
        assertThat(of("J-b", "trim_scale(accepted_net) || ' ' || quarantined_net"))
                .isEqualTo("3 9.25");
    }

    /** Such a bill is asked about with other plans than a small one, and its lines are written in more than one batch. */
    @Test
    void aBillOfManyLinesIsHeldAgainstWhatIsKnownAsASmallOneIs() {
        String[] rows = new String[5_001];
        String[] next = new String[rows.length];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = seat("many " + i, "9", "2026-10-01", "2026-10-31");
            next[i] = seat("many " + i, "9", "2026-11-01", "2026-11-30");
        }
        assertThat(rules(bill("M-a", rows))).isEmpty();
        assertThat(rules(bill("M-b", rows))).containsExactly(RuleCode.DUPLICATE_BILL_CONTENT);
        next[4] = seat("many 4", "9", "2026-10-10", "2026-11-09");
        next[5_000] = rows[5_000];
        assertThat(bill("M-c", next).document().findings())
                .extracting(Finding::rule, Finding::place)
                .containsExactlyInAnyOrder(
                        tuple(RuleCode.OVERLAPPING_PERIOD, "row 6"), tuple(RuleCode.DUPLICATE_BILLED_LINE, "row 5002"));
        assertThat(of("M-a", "accepted_lines")).isEqualTo("5001");
    }

    @Test
    void aGapInTheNumbersIsToldAndClosedWhenTheMissingBillsHaveCome() {
        for (int i = 1; i <= 3; i++) {
            assertThat(rules(bill("G-00" + i, seat("g" + i, "1", "2026-10-01", "2026-10-31"))))
                    .isEmpty();
        }
        IntakeOutcome gap = bill("G-006", seat("g6", "1", "2026-10-01", "2026-10-31"));
        assertThat(gap).isInstanceOf(IntakeOutcome.Accepted.class);
        assertThat(gap.document().findings()).singleElement().satisfies(finding -> {
            assertThat(finding.rule()).isEqualTo(RuleCode.SEQUENCE_GAP);
            assertThat(finding.detail()).endsWith("G-004, G-005");
        });
        assertThat(rules(bill("G-007", seat("g7", "1", "2026-10-01", "2026-10-31"))))
                .isEmpty();
        String status = "select status from quarantine_entry where rule_code = 'SEQUENCE_GAP'";
        assertThat(rules(bill("G-005", seat("g5", "1", "2026-10-01", "2026-10-31"))))
                .isEmpty();
        assertThat(hub.sql(status)).isEqualTo("OPEN");
        assertThat(rules(bill("G-004", seat("g4", "1", "2026-10-01", "2026-10-31"))))
                .isEmpty();
        assertThat(hub.sql(status)).isEqualTo("RELEASED");
    }

    @Test
    void daysThatAreBilledAlreadyAndSubscriptionsThatAreNotThere() {
        bill("O-a", seat("A", "30", "2026-10-01", "2026-10-31"));
        IntakeOutcome overlap = bill("O-b", seat("A", "15", "2026-10-17", "2026-10-31"));
        assertThat(overlap).isInstanceOf(IntakeOutcome.Accepted.class);
        assertThat(rules(overlap)).containsExactly(RuleCode.OVERLAPPING_PERIOD);

        hub.execute("""
                insert into product (tenant_id, uuid, key, account_id, offering_id, started_on, ended_on)
                select hub_tenant(), gen_random_uuid(), 'p', a.id, o.id, date '2026-08-01', date '2026-10-15'
                  from billing_account a, product_offering o where o.key = 'sensate' and a.number = '%s'
                """.formatted(account));
        assertThat(rules(bill("O-c", seat("C", "8", "2026-10-01", "2026-10-31"))))
                .isEmpty();
        IntakeOutcome ended = bill("O-d", seat("D", "8", "2026-10-16", "2026-10-31"));
        assertThat(ended).isInstanceOf(IntakeOutcome.Quarantined.class);
        assertThat(rules(ended)).containsExactly(RuleCode.SUBSCRIPTION_ENDED);
        hub.execute("update product set status = 'cancelled'");
    }

    /** Both products have no link of their own; one line of the customer's bill for both would have the text of one of them. */
    @Test
    void productsThatShareTheLinkForAllOthersStayApart() {
        bill(
                "P-a",
                seat("Chair", "4.10", "2026-10-01", "2026-10-31"),
                seat("Desk", "5.20", "2026-10-01", "2026-10-31"),
                data("3", "1.50"));
        assertThat(hub.sql(
                        "select string_agg(l.grouping_key || ' ' || l.description, ', ' order by l.position) from partner_bill_line l"
                                + " join partner_bill b on b.id = l.partner_bill_id where b.number = 'P-a'"))
                .isEqualTo("SEAT Chair, SEAT Desk, DATA Data");
    }

    /** An October of 30.00 by the hub and of 29.00 by the partner: told once for the product, unless the partner's bills have the fee. */
    @Test
    void aFeeThatTheHubChargesTooIsNoted() {
        hub.execute("""
                insert into product (tenant_id, uuid, key, account_id, offering_id, started_on)
                select hub_tenant(), gen_random_uuid(), 'with-fee', a.id, o.id, date '2026-08-01'
                  from billing_account a, product_offering o where o.key = 'sensate' and a.number = '%s';
                insert into price_plan (tenant_id, uuid, offering_id, key, version, currency, valid_from, definition)
                select hub_tenant(), gen_random_uuid(), o.id, 'with-fee', 1, 'EUR', '2026-01-01',
                       '{"key": "with-fee", "version": 1, "name": "Fee", "currency": "EUR", "unit": "month", "validFrom": "2026-01-01",
                         "model": {"type": "flat", "timing": "IN_ARREARS", "fee": "30.00"}}'
                  from product_offering o where o.key = 'sensate'
                """.formatted(account));
        IntakeOutcome both =
                bill("W-a", seat("W", "29", "2026-10-01", "2026-10-31"), seat("X", "7", "2026-10-01", "2026-10-31"));
        assertThat(both).isInstanceOf(IntakeOutcome.Accepted.class);
        assertThat(rules(both)).containsExactly(RuleCode.FEE_CHARGED_BY_HUB);

        hub.execute(
                "update product_offering set agreement_id = (select min(id) from agreement), fees_billed_by = 'PARTNER'"
                        + " where key = 'sensate'");
        assertThat(rules(bill("W-b", seat("Y", "28.50", "2026-10-01", "2026-10-31"))))
                .doesNotContain(RuleCode.FEE_CHARGED_BY_HUB);
        hub.execute("update product_offering set agreement_id = null, fees_billed_by = 'HUB' where key = 'sensate'");
        hub.execute("delete from price_plan where key = 'with-fee'");
        hub.execute("update product set status = 'cancelled'");
    }

    @Test
    void anAmountFarAboveWhatTheAccountIsBilledIsNoted() {
        hub.execute("call ensure_periods('{2026-06-01,2026-07-01,2026-08-01,2026-09-01}')");
        hub.execute("""
                insert into partner_bill (tenant_id, uuid, document_id, partner_id, agreement_version_id, number, currency, period_from,
                                          period_to, accepted_net, quarantined_net, accepted_lines, quarantined_lines)
                select hub_tenant(), gen_random_uuid(), d.id, d.partner_id, v.id, 'before', 'EUR', date '2026-01-01', date '2026-10-01',
                       160, 0, 4, 0
                  from (select max(id) as id, max(partner_id) as partner_id from received_document) d, (select min(id) as id from agreement_version) v
                """);
        hub.execute("""
                insert into partner_bill_line (tenant_id, bill_period, partner_bill_id, position, accepted, account_id, offering_id, description,
                                               quantity, unit, net, service_from, service_to, place)
                select hub_tenant(), make_date(2026, m, 1), b.id, m, true, a.id, o.id, 'x', 1, 'seat', 40, make_date(2026, m, 1),
                       make_date(2026, m + 1, 1), 'row'
                  from partner_bill b, billing_account a, product_offering o, generate_series(6, 9) m
                 where b.number = 'before' and o.key = 'sensate' and a.number = '%s'
                """.formatted(account));
        IntakeOutcome outcome = bill("U-a", seat("A", "480", "2026-10-01", "2026-10-31"));
        assertThat(outcome).isInstanceOf(IntakeOutcome.Accepted.class);
        assertThat(outcome.document().findings()).singleElement().satisfies(finding -> {
            assertThat(finding.rule()).isEqualTo(RuleCode.AMOUNT_UNUSUAL);
            assertThat(finding.detail()).isEqualTo("480 is 12 times the median of 40 over 4 periods");
        });
    }

    @Test
    void twoProcessesThatTakeInTheSameLinesAtOnceBillThemOnce() {
        String row = seat("race", "9", "2026-10-01", "2026-10-31");
        List<IntakeOutcome> outcomes = TestDatabase.await(Uni.join()
                .all(IntStream.range(0, 4)
                        .mapToObj(i -> hub.receive("sensate", text("R-" + (char) ('a' + i), row)))
                        .toList())
                .andFailFast());
        assertThat(outcomes)
                .filteredOn(IntakeOutcome.Accepted.class::isInstance)
                .hasSize(1);
        assertThat(outcomes)
                .filteredOn(IntakeOutcome.Quarantined.class::isInstance)
                .hasSize(3);
    }
}
