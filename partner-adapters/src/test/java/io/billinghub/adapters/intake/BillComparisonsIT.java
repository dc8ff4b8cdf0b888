package io.billinghub.adapters.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.billinghub.adapters.model.Finding;
import io.billinghub.adapters.model.RuleCode;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Bills that are held against how the partner has always billed, with a real PostgreSQL. */
class BillComparisonsIT {

    private static final String HEADER = "No;Customer;Product;Text;Quantity;Unit;Net;From;To;Reference\n";

    private static Hub hub;

    @BeforeAll
    static void start() throws IOException {
        hub = new Hub("adapters_comparisons", Files.createTempDirectory("inbox"));
        hub.adapter("sensate", "BILL", "{\"type\": \"push\"}", "{\"type\": \"csv\", \"separator\": \";\"}", """
                {"columns": {"number": "No", "account": "Customer", "product": "Product", "description": "Text",
                             "quantity": "Quantity", "unit": "Unit", "net": "Net", "from": "From", "to": "To", "reference": "Reference"},
                 "constants": {"currency": "EUR"}}
                """);
        for (String account : List.of("one", "other", "credited", "closed")) {
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
    }

    @AfterAll
    static void stop() {
        hub.close();
    }

    /** @param rows customer, text, quantity, net, reference */
    private static IntakeOutcome bill(String number, String month, String... rows) {
        StringBuilder text = new StringBuilder(HEADER);
        for (String row : rows) {
            String[] parts = row.split(",", -1);
            text.append("%s;%s;SEAT;%s;%s;seat;%s;%s-01;%s-28;%s%n"
                    .formatted(number, parts[0], parts[1], parts[2], parts[3], month, month, parts[4]));
        }
        return hub.push("sensate", number + ".csv", text.toString());
    }

    private static List<Finding> findings(IntakeOutcome outcome) {
        return outcome.document().findings();
    }

    @Test
    void aLineOfAnotherAccountWaitsWhereBillsHaveAlwaysBeenForOne() {
        for (int i = 0; i < 5; i++) {
            assertThat(findings(bill("A-" + (char) ('a' + i), "2026-10", "one,first " + i + ",1,1" + i + ",")))
                    .isEmpty();
        }
        assertThat(findings(bill("A-two", "2026-10", "one,x,1,31,", "one,y,1,32,", "other,z,1,33,")))
                .extracting(Finding::rule, Finding::place)
                .containsExactly(tuple(RuleCode.SEVERAL_ACCOUNTS, "row 4"));
        // whose line is out of place nobody can tell here
        IntakeOutcome even = bill("A-even", "2026-10", "one,v,1,41,", "other,w,1,42,");
        assertThat(even).isInstanceOf(IntakeOutcome.Quarantined.class);
        assertThat(findings(even)).extracting(Finding::rule).containsExactly(RuleCode.SEVERAL_ACCOUNTS);
        // once a person has released it, such bills are known
        hub.execute("update partner_bill_line set accepted = true where partner_bill_id in"
                + " (select id from partner_bill where number = 'A-two')");
        assertThat(findings(bill("A-later", "2026-10", "one,v,1,51,", "other,w,1,52,")))
                .isEmpty();
    }

    @Test
    void aCreditIsHeldAgainstWhatWasBilled() {
        bill("C-a", "2026-10", "credited,seats,10,100,");
        assertThat(findings(bill("C-b", "2026-10", "credited,half,-5,-50,C-a"))).isEmpty();
        assertThat(hub.sql(
                        "select l.credit_reference from partner_bill_line l join partner_bill b on b.id = l.partner_bill_id"
                                + " where b.number = 'C-b'"))
                .isEqualTo("C-a");
        assertThat(findings(bill("C-c", "2026-10", "credited,dear,-2,-40,C-a")))
                .extracting(Finding::rule)
                .containsExactly(RuleCode.CREDIT_PRICE_DIFFERS);
        IntakeOutcome tooMuch = bill("C-d", "2026-10", "credited,rest,1,-60,C-a");
        assertThat(tooMuch).isInstanceOf(IntakeOutcome.Quarantined.class);
        assertThat(findings(tooMuch)).singleElement().satisfies(finding -> {
            assertThat(finding.rule()).isEqualTo(RuleCode.CREDIT_EXCEEDS_BILLED);
            assertThat(finding.detail())
                    .isEqualTo(
                            "credits of 110 in all are more than the 100 that the partner's bill C-a has billed the account of"
                                    + " the product");
        });
    }

    @Test
    void aBillForDaysThatAreBilledAndClosedWaits() {
        hub.execute("call ensure_periods('{2026-09-01}')");
        bill("P-a", "2026-10", "closed,seats,1,7,", "closed,rooms,1,8,");
        // as if it had come in time
        hub.execute("""
                update partner_bill_line l set bill_period = '2026-09-01', service_from = '2026-09-01', service_to = '2026-09-29'
                  from partner_bill b where b.id = l.partner_bill_id and b.number = 'P-a'
                """);
        IntakeOutcome again = bill("P-b", "2026-09", "closed,seats,2,14,", "closed,rooms,2,16,");
        assertThat(again).isInstanceOf(IntakeOutcome.Quarantined.class);
        assertThat(findings(again)).extracting(Finding::rule).containsExactly(RuleCode.PERIOD_BILLED_BEFORE);
        IntakeOutcome supplement = bill("P-c", "2026-09", "closed,seats,3,21,", "closed,chairs,3,9,");
        assertThat(supplement).isInstanceOf(IntakeOutcome.Accepted.class);
        assertThat(findings(supplement)).extracting(Finding::rule).containsExactly(RuleCode.OVERLAPPING_PERIOD);
    }
}
