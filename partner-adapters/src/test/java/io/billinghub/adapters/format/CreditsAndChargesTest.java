package io.billinghub.adapters.format;

import static io.billinghub.adapters.format.Malformed.sample;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.billinghub.adapters.descriptor.AdapterDescriptor;
import io.billinghub.adapters.model.BillType;
import io.billinghub.adapters.model.RefusedException;
import io.billinghub.adapters.model.RuleCode;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whether money is asked for or given back, and by which bill, is read as the sender means it. */
class CreditsAndChargesTest {

    private static final String ALLOWANCE = """
            <cac:AllowanceCharge><cbc:ChargeIndicator>%s</cbc:ChargeIndicator><cbc:Amount currencyID="EUR">5.00</cbc:Amount></cac:AllowanceCharge>
            <cac:TaxTotal>""";

    private static Parsing parsed(String preset, String text) {
        return Parsing.of(Parsing.preset(preset), "bill.xml", text.getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @CsvSource({
        "380, INVOICE, 35.80",
        "384, INVOICE, 35.80",
        "381, CREDIT_NOTE, -35.80",
        "261, CREDIT_NOTE, -35.80",
        "83, CREDIT_NOTE, -35.80"
    })
    void anInvoiceOfUblWhoseCodeIsACreditNotesGivesMoneyBack(String code, BillType type, String net) {
        Parsing bill = parsed("ubl-invoice", sample("ubl-invoice", "sample.xml").replace(">380<", ">" + code + "<"));

        assertThat(bill.flaws).isEmpty();
        assertThat(bill.bill.orElseThrow().type()).isEqualTo(type);
        assertThat(bill.net()).isEqualByComparingTo(net);
        assertThat(bill.bill.orElseThrow().statedNet()).isEqualByComparingTo(net);
    }

    @ParameterizedTest
    @CsvSource({"true, 40.80", "1, 40.80", "false, 30.80", "0, 30.80"})
    void aChargeIsOneInEitherWayThatABooleanIsWritten(String indicator, String net) {
        String bill =
                sample("ubl-invoice", "sample.xml").replaceFirst("<cac:TaxTotal>", ALLOWANCE.formatted(indicator));

        assertThat(parsed("ubl-invoice", bill).net()).isEqualByComparingTo(net);
    }

    @ParameterizedTest
    @CsvSource({"380, INVOICE", "381, CREDIT_NOTE", "83, CREDIT_NOTE", "532, CREDIT_NOTE"})
    void aCreditNoteOfCiiIsOneByEachOfItsCodes(String code, BillType type) {
        String invoice = sample("cii-invoice", "sample.xml");
        Parsing charged = parsed("cii-invoice", invoice);
        Parsing bill = parsed("cii-invoice", invoice.replace("TypeCode>380<", "TypeCode>" + code + "<"));

        assertThat(bill.bill.orElseThrow().type()).isEqualTo(type);
        assertThat(bill.net())
                .isEqualByComparingTo(
                        type == BillType.INVOICE ? charged.net() : charged.net().negate());
    }

    private static final String BILLS = """
            <bills>
              <bill><no>B-1</no><page><line><who>a</who><net>1.00</net></line></page><page><line><who>a</who><net>2.00</net></line></page></bill>
              <bill><no>%s</no><page><line><who>a</who><net>4.00</net></line></page></bill>
            </bills>
            """;

    private static Parsing bills(String second) {
        AdapterDescriptor descriptor = Parsing.descriptor("BILL", "{\"type\": \"xml\"}", """
                {"lines": "/bills/bill/page/line", "head": {"number": "/bills/bill/no"},
                 "fields": {"account": "who", "net": "net"}, "constants": {"currency": "EUR", "product": "P"}}
                """);
        return Parsing.of(descriptor, "b.xml", BILLS.formatted(second).getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void severalBillsInOneXmlAreNotTakenForOne() {
        assertThat(bills("B-1").net()).isEqualByComparingTo("7");
        assertThatThrownBy(() -> bills("B-2")).isInstanceOfSatisfying(RefusedException.class, refusal -> {
            assertThat(refusal.rule()).isEqualTo(RuleCode.SEVERAL_BILLS);
            assertThat(refusal.place()).isEqualTo("/bills/bill[2]/page[1]/line[1]");
        });
    }
}
