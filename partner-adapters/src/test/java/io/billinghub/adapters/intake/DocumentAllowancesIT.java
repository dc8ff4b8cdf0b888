package io.billinghub.adapters.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.billinghub.adapters.quarantine.QuarantineReplays.ReplayView;
import io.billinghub.adapters.quarantine.Selection;
import io.billinghub.core.coherence.Coherence;
import io.billinghub.core.testing.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An allowance of a whole document is charged with the lines, or waits with a way out; with a real PostgreSQL. */
class DocumentAllowancesIT {

    private static final String LINE = """
            <cac:InvoiceLine><cbc:ID>%s</cbc:ID><cbc:InvoicedQuantity unitCode="C62">1</cbc:InvoicedQuantity>
              <cbc:LineExtensionAmount currencyID="USD">%s</cbc:LineExtensionAmount><cbc:AccountingCost>%s</cbc:AccountingCost>
              <cac:Item><cbc:Name>VM</cbc:Name></cac:Item></cac:InvoiceLine>
            """;
    private static final String BILL = """
            <Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"
                xmlns:cac="urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2"
                xmlns:cbc="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2">
              <cbc:ID>%s</cbc:ID><cbc:IssueDate>2026-10-31</cbc:IssueDate><cbc:DocumentCurrencyCode>USD</cbc:DocumentCurrencyCode>
              <cac:InvoicePeriod><cbc:StartDate>2026-10-01</cbc:StartDate><cbc:EndDate>2026-10-31</cbc:EndDate></cac:InvoicePeriod>
              <cac:AllowanceCharge><cbc:ChargeIndicator>false</cbc:ChargeIndicator><cbc:Amount currencyID="USD">%s</cbc:Amount></cac:AllowanceCharge>
              <cac:LegalMonetaryTotal><cbc:TaxExclusiveAmount currencyID="USD">%s</cbc:TaxExclusiveAmount></cac:LegalMonetaryTotal>
              %s
            </Invoice>
            """;

    private Hub hub;

    @BeforeEach
    void start() throws IOException {
        hub = new Hub("adapters_allowances", Files.createTempDirectory("inbox"));
        hub.execute("""
                insert into offering_link (tenant_id, partner_id, partner_product, offering_id)
                select hub_tenant(), l.partner_id, 'document:allowance', l.offering_id from offering_link l
                  join party_role r on r.id = l.partner_id where r.key = 'cirrus' and l.partner_product = 'VM'
                """);
    }

    @AfterEach
    void stop() {
        hub.close();
    }

    private void adapter(String way) {
        hub.adapter(
                "cirrus",
                "BILL",
                "{\"type\": \"push\"}",
                "{\"type\": \"ubl\"}",
                "{\"account\": \"line:AccountingCost\", \"product\": \"name\", \"documentAllowance\": \"" + way
                        + "\"}");
    }

    /** @param lines as {@code account net} */
    private UUID push(String number, String allowance, String net, List<String> lines) {
        String all = lines.stream()
                .map(line -> LINE.formatted(
                        lines.indexOf(line) + 1,
                        line.substring(line.indexOf(' ') + 1),
                        line.substring(0, line.indexOf(' '))))
                .collect(Collectors.joining());
        return hub.push("cirrus", "bill.xml", BILL.formatted(number, allowance, net, all))
                .document()
                .id();
    }

    private void link(String account) {
        hub.execute("""
                insert into account_link (tenant_id, partner_id, partner_account, account_id)
                select hub_tenant(), r.id, '%s', a.id from party_role r, billing_account a where r.key = 'cirrus'
                """.formatted(account));
    }

    private ReplayView replay(UUID document) {
        Selection selection = new Selection(null, null, null, document, null);
        UUID id = TestDatabase.await(hub.database
                        .transactions()
                        .run(hub.tenant, connection -> hub.replays.start(connection, hub.tenant, selection)))
                .id();
        TestDatabase.await(hub.replays.work());
        return TestDatabase.await(
                hub.database.transactions().run(hub.tenant, connection -> hub.replays.one(connection, id)));
    }

    private String bill(String number) {
        return hub.sql(
                "select accepted_lines || ' lines ' || trim_scale(accepted_net) || ', ' || quarantined_lines || ' lines '"
                        + " || trim_scale(quarantined_net) from partner_bill where number = '" + number + "'");
    }

    private String allowances(String number) {
        return hub.sql(
                "select string_agg(trim_scale(l.net) || ' ' || l.accepted || ' ' || substring(l.place from 'part.*\\)'), ', ' order by l.position)"
                        + " from partner_bill_line l join partner_bill b on b.id = l.partner_bill_id"
                        + " where b.number = '" + number + "' and l.net < 0");
    }

    private void coherent() {
        assertThat(TestDatabase.await(new Coherence(hub.database.transactions()).check(hub.tenant)))
                .filteredOn(finding -> !finding.holds())
                .isEmpty();
    }

    /** 9.00 of 70.00 and 20.00: 7.00 and 2.00; the second one waits with its account until that is known. */
    @Test
    void eachAccountHasItsPartAndOneThatIsNotKnownYetHasItLater() {
        adapter("auto");
        UUID document = push("A-1", "9.00", "81.00", List.of("acc-1 70.00", "acc-2 20.00"));
        assertThat(bill("A-1")).isEqualTo("2 lines 63, 2 lines 18");
        assertThat(allowances("A-1")).isEqualTo("-7 true part 1 of 2: -7.00), -2 false part 2 of 2: -2.00)");
        link("acc-2");

        ReplayView replay = replay(document);

        assertThat(replay.acceptedLines() + " " + replay.waitingLines()).isEqualTo("2 0");
        assertThat(bill("A-1")).isEqualTo("4 lines 81, 0 lines 0");
        coherent();
    }

    /** What waited for an account before is not spread half; the mapping gives it one. */
    @Test
    void oneThatWaitsForAnAccountIsGivenOneByTheMapping() {
        adapter("head");
        link("acc-3");
        UUID document = push("A-2", "3.00", "37.00", List.of("acc-1 30.00", "acc-3 10.00"));
        assertThat(bill("A-2")).isEqualTo("2 lines 40, 1 lines -3");
        adapter("spread");
        assertThat(replay(document).items().get(0).code()).isEqualTo("READ_DIFFERENTLY");
        assertThat(bill("A-2")).isEqualTo("2 lines 40, 1 lines -3");
        adapter("account:acc-3");
        assertThat(replay(document).acceptedLines()).isEqualTo(1);
        assertThat(bill("A-2")).isEqualTo("3 lines 37, 0 lines 0");
        coherent();
    }
}
