package io.billinghub.adapters.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.billinghub.adapters.model.Finding;
import io.billinghub.adapters.model.RuleCode;
import io.billinghub.core.testing.TestDatabase;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/** Bills and usage that are held against each other, with a real PostgreSQL; a bill of one case is for an account of its own. */
class UsageComparisonIT {

    private static final String HEADER = "No;Customer;Product;Text;Quantity;Unit;Net;From;To\n";

    private static Hub hub;
    private String account;

    @BeforeAll
    static void start() throws IOException {
        hub = new Hub("adapters_usage_comparison", Files.createTempDirectory("inbox"));
        hub.adapter("sensate", "BILL", "{\"type\": \"push\"}", "{\"type\": \"csv\", \"separator\": \";\"}", """
                {"columns": {"number": "No", "account": "Customer", "product": "Product", "description": "Text",
                             "quantity": "Quantity", "unit": "Unit", "net": "Net", "from": "From", "to": "To"},
                 "constants": {"currency": "EUR"}}
                """);
        TestDatabase.await(hub.descriptors.put(hub.tenant, "sensate-usage", """
                {"key": "sensate-usage", "partner": "sensate", "agreement": "sensate", "kind": "USAGE", "transport": {"type": "push"},
                 "format": {"type": "ndjson"}, "mapping": {"fields": {"eventId": "id", "account": "dev", "product": "sku",
                 "quantity": "n", "unit": "unit", "at": "ts"}}}
                """));
        hub.execute("""
                insert into product_offering (tenant_id, uuid, key, name, unit, tax_class)
                values (hub_tenant(), gen_random_uuid(), 'sms', 'SMS', 'message', 'standard')
                """);
        hub.execute("""
                insert into offering_link (tenant_id, partner_id, partner_product, offering_id)
                select hub_tenant(), r.id, 'SMS', o.id from party_role r, product_offering o where r.key = 'sensate' and o.key = 'sms'
                """);
    }

    @AfterAll
    static void stop() {
        hub.close();
    }

    @BeforeEach
    void account(TestInfo test) {
        account = test.getTestMethod().orElseThrow().getName();
        agree("{}", "{\"role\": \"EVIDENCE\"}");
        account();
    }

    /** An account of this number, linked. */
    private void account() {
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

    private static void agree(String severities, String usage) {
        hub.execute("update agreement_version set rule_severity = '%s', usage = '%s'".formatted(severities, usage));
    }

    /** @param what product, quantity, unit, instant */
    private void used(String... what) {
        StringBuilder text = new StringBuilder();
        for (String event : what) {
            String[] parts = event.split(",", -1);
            text.append("{\"id\":\"%s %s\",\"dev\":\"%s\",\"sku\":\"%s\",\"n\":%s,\"unit\":\"%s\",\"ts\":\"%s\"}%n"
                    .formatted(account, event, account, parts[0], parts[1], parts[2], parts[3]));
        }
        IntakeOutcome outcome = receive("sensate-usage", text.toString());
        assertThat(outcome).isInstanceOf(IntakeOutcome.Accepted.class);
    }

    /** @param rows product, quantity, unit, net */
    private IntakeOutcome bill(String number, String... rows) {
        StringBuilder text = new StringBuilder(HEADER);
        for (String row : rows) {
            String[] parts = row.split(",", -1);
            text.append("%s;%s;%s;Line;%s;%s;%s;2026-10-01;2026-10-31%n"
                    .formatted(number, account, parts[0], parts[1], parts[2], parts[3]));
        }
        return receive("sensate", text.toString());
    }

    private static IntakeOutcome receive(String adapter, String text) {
        return TestDatabase.await(hub.intake.receive(
                hub.tenant,
                "sensate",
                adapter,
                "document",
                null,
                new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8))));
    }

    private static List<Finding> findings(IntakeOutcome outcome) {
        return outcome.document().findings();
    }

    @Test
    void usageIsEvidenceOnlyWhereTheAgreementSaysSo() {
        used("DATA,1,GB,2026-10-05T10:00:00Z");
        agree("{}", "{}");
        used("DATA,2,GB,2026-10-05T10:00:00Z");
        assertThat(hub.sql(
                        "select string_agg(u.quantity || ' ' || u.evidence, ', ' order by u.quantity) from usage_record u"
                                + " join billing_account a on a.id = u.account_id where a.number = '" + account + "'"))
                .isEqualTo("1 true, 2 false");
        // what is charged confirms nothing
        assertThat(findings(bill("E-1", "DATA,7,GB,70"))).isEmpty();
    }

    @Test
    void aLineOfAnotherQuantityThanWasUsedWaits() {
        // 21:30 on 31 October in UTC is 23:30 in Helsinki, half an hour later it is November
        used(
                "DATA,10.5,GB,2026-10-05T10:00:00Z",
                "DATA,2,GB,2026-10-31T21:30:00Z",
                "DATA,100,GB,2026-10-31T22:00:00Z",
                "SMS,40,message,2026-10-05T10:00:00Z");
        IntakeOutcome tenTimes = bill("D-1", "DATA,125,GB,1250", "SMS,40,message,41");
        assertThat(tenTimes).isInstanceOf(IntakeOutcome.PartlyAccepted.class);
        assertThat(findings(tenTimes)).singleElement().satisfies(finding -> {
            assertThat(finding.rule()).isEqualTo(RuleCode.USAGE_DIFFERS);
            assertThat(finding.place()).isEqualTo("row 2");
            assertThat(finding.detail()).isEqualTo("125 GB is billed for these days, 12.5 GB was used");
        });
        // what waits is not billed; what is missing may come on another bill, in several lines
        assertThat(findings(bill("D-2", "DATA,10,GB,100", "DATA,2.5,GB,25"))).isEmpty();
        // and no more than that
        assertThat(findings(bill("D-3", "DATA,1,GB,10")))
                .extracting(Finding::rule)
                .containsExactly(RuleCode.USAGE_DIFFERS);
    }

    @Test
    void anAgreementSetsToleranceAndSeverity() {
        used("DATA,100,GB,2026-10-05T10:00:00Z");
        agree("{}", "{\"role\": \"EVIDENCE\", \"tolerancePercent\": \"1\"}");
        assertThat(findings(bill("T-1", "DATA,101,GB,1010"))).isEmpty();
        agree("{\"USAGE_DIFFERS\": \"WARN\"}", "{\"role\": \"EVIDENCE\"}");
        IntakeOutcome noted = bill("T-2", "DATA,3,GB,31");
        assertThat(noted).isInstanceOf(IntakeOutcome.Accepted.class);
        assertThat(findings(noted)).extracting(Finding::rule).containsExactly(RuleCode.USAGE_DIFFERS);
    }

    @Test
    void aLineWithoutUsageWaitsWhereUsageOfTheProductComes() {
        used("SMS,40,message,2026-10-05T10:00:00Z");
        assertThat(findings(bill("W-1", "SMS,40,message,42", "FEE,1,month,9"))).isEmpty();
        hub.execute("delete from account_link where partner_account = '" + account + "'");
        account = account + "2";
        account();
        assertThat(findings(bill("W-2", "SMS,5,message,6", "FEE,1,month,10", "SMS,0,message,0")))
                .extracting(Finding::rule, Finding::place)
                .containsExactly(
                        tuple(RuleCode.BILLED_WITHOUT_USAGE, "row 2"), tuple(RuleCode.BILLED_WITHOUT_USAGE, "row 4"));
    }

    @Test
    void usageThatNoLineBillsHoldsTheBill() {
        used("DATA,12,GB,2026-10-05T10:00:00Z", "SMS,40,message,2026-10-05T10:00:00Z");
        IntakeOutcome outcome = bill("N-1", "DATA,12,GB,121");
        assertThat(outcome).isInstanceOf(IntakeOutcome.Quarantined.class);
        assertThat(findings(outcome)).singleElement().satisfies(finding -> {
            assertThat(finding.rule()).isEqualTo(RuleCode.USAGE_NOT_BILLED);
            assertThat(finding.place()).isEqualTo("document");
            assertThat(finding.detail())
                    .isEqualTo(
                            "no line of the partner's bills has what was used in the period: 40 message of sms by account "
                                    + account);
        });
    }

    @Test
    void aWaiverHoldsForNoGreaterDifferenceThanWasSeen() {
        used("DATA,100,GB,2026-10-05T10:00:00Z");
        UUID document = bill("V-1", "DATA,110,GB,1103.07").document().id();
        assertThat(waived(document, "USAGE_DIFFERS")).isEqualTo("1 USAGE_DIFFERS");

        // 20 too many is more than the 10 that were seen
        account = account + "2";
        account();
        used("DATA,100,GB,2026-10-05T10:00:00Z");
        UUID more = bill("V-2", "DATA,120,GB,1203.07").document().id();
        hub.execute("update quarantine_entry set evidence = jsonb_set(evidence, '{difference}', '\"10\"')"
                + " where document_id = (select id from received_document where uuid = '" + more + "')");
        assertThat(waived(more, "USAGE_DIFFERS")).isEqualTo("0 USAGE_DIFFERS");
        assertThat(open(more)).isEqualTo("USAGE_DIFFERS 20");
        assertThat(waived(more, "USAGE_DIFFERS")).isEqualTo("1 USAGE_DIFFERS, USAGE_DIFFERS");
    }

    @Test
    void aWaiverOfUsageThatNoLineBillsHoldsForThatUsage() {
        used("DATA,12,GB,2026-10-05T10:00:00Z", "SMS,40,message,2026-10-05T10:00:00Z");
        UUID document = bill("U-1", "DATA,12,GB,129.07").document().id();
        used("SMS,2,message,2026-10-06T10:00:00Z");

        assertThat(waived(document, "USAGE_NOT_BILLED")).isEqualTo("0 USAGE_NOT_BILLED");
        // the entry says what was found now: 42
        assertThat(waived(document, "USAGE_NOT_BILLED")).isEqualTo("1 USAGE_NOT_BILLED, USAGE_NOT_BILLED");
    }

    /** Waives what is open; answers how many lines the replay accepted, and what is waived of the document. */
    private String waived(UUID document, String rule) {
        String entry = hub.sql(
                "select q.uuid from quarantine_entry q join received_document d on d.id = q.document_id where d.uuid = '"
                        + document + "' and q.rule_code = '" + rule
                        + "' and q.status = 'OPEN' and q.severity = 'QUARANTINE'");
        UUID replay = TestDatabase.await(hub.transactions()
                .run(
                        hub.tenant,
                        connection ->
                                hub.desk.waive(connection, hub.tenant, UUID.fromString(entry), "agreed by mail")));
        TestDatabase.await(hub.replays.work());
        int accepted = TestDatabase.await(
                        hub.transactions().run(hub.tenant, connection -> hub.replays.one(connection, replay)))
                .items()
                .get(0)
                .acceptedLines();
        return accepted + " "
                + hub.sql(
                        "select string_agg(q.rule_code, ', ') from quarantine_entry q join received_document d on d.id = q.document_id"
                                + " where d.uuid = '" + document + "' and q.status = 'WAIVED'");
    }

    private String open(UUID document) {
        return hub.sql(
                "select string_agg(q.rule_code || ' ' || (q.evidence ->> 'difference'), ', ') from quarantine_entry q"
                        + " join received_document d on d.id = q.document_id where d.uuid = '" + document
                        + "' and q.status = 'OPEN' and q.severity = 'QUARANTINE'");
    }
}
