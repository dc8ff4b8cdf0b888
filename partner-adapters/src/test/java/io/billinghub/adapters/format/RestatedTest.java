package io.billinghub.adapters.format;

import static io.billinghub.adapters.format.Malformed.sample;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.billinghub.adapters.descriptor.AdapterDescriptor;
import io.billinghub.adapters.model.RefusedException;
import io.billinghub.adapters.model.RuleCode;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which bill a document takes the place of, as each format says it; the empty text where it is a correction that names none. */
class RestatedTest {

    private static final String PRECEDING = """
            <cac:BillingReference><cac:InvoiceDocumentReference><cbc:ID>RE-1</cbc:ID></cac:InvoiceDocumentReference></cac:BillingReference>
            <cac:AccountingCustomerParty>""";

    private static String replaces(AdapterDescriptor descriptor, String text) {
        return Parsing.of(descriptor, "bill", text.getBytes(StandardCharsets.UTF_8))
                .bill
                .orElseThrow()
                .replaces();
    }

    @Test
    void aCorrectedInvoiceOfUblReplacesTheOneThatItNames() {
        AdapterDescriptor ubl = Parsing.preset("ubl-invoice");
        String invoice = sample("ubl-invoice", "sample.xml");
        String corrected = invoice.replace(">380<", ">384<");

        assertThat(replaces(ubl, invoice)).isNull();
        assertThat(replaces(ubl, corrected)).isEmpty();
        assertThat(replaces(ubl, corrected.replaceFirst("<cac:AccountingCustomerParty>", PRECEDING)))
                .isEqualTo("RE-1");
        // any invoice may refer to one before it
        assertThat(replaces(ubl, invoice.replaceFirst("<cac:AccountingCustomerParty>", PRECEDING)))
                .isNull();
    }

    @Test
    void aCorrectedInvoiceOfCiiReplacesTheOneThatItNames() {
        AdapterDescriptor cii = Parsing.preset("cii-invoice");
        String invoice = sample("cii-invoice", "sample.xml");
        String corrected = invoice.replace("TypeCode>380<", "TypeCode>384<");
        String end = "</ram:ApplicableHeaderTradeSettlement>";
        String named = corrected.replace(
                end,
                "<ram:InvoiceReferencedDocument><ram:IssuerAssignedID>RE-1</ram:IssuerAssignedID>"
                        + "</ram:InvoiceReferencedDocument>" + end);

        assertThat(replaces(cii, invoice)).isNull();
        assertThat(replaces(cii, corrected)).isEmpty();
        assertThat(named).isNotEqualTo(corrected);
        assertThat(replaces(cii, named)).isEqualTo("RE-1");
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "null",
            value = {
                "BGM+380+R-2+9, , null",
                "BGM+380+R-2+5, , R-2",
                "BGM+380+R-2+5, RFF+IV:R-1', R-1",
                "BGM+384+R-2+9, , ''",
                "BGM+384+R-2+9, RFF+OI:R-1', R-1",
                "BGM+380+R-2+9, RFF+IV:R-1', null",
            })
    void functionAndCodeOfEdifactSayWhatIsReplaced(String begin, String reference, String replaced) {
        assertThat(replaces(Parsing.preset("edifact-invoic"), edifact(begin, reference)))
                .isEqualTo(replaced);
    }

    private static String edifact(String begin, String reference) {
        String message =
                "UNH+1+INVOIC:D:96A:UN'%s'DTM+137:20261101:102'%sNAD+BY+A-1::92'CUX+2:EUR:4'LIN+1'PIA+5+P-1:SA'QTY+47:1'MOA+203:10'"
                        .formatted(begin, reference == null ? "" : reference);
        String whole = message + "UNS+S'MOA+79:10'";
        return whole + "UNT+" + (whole.chars().filter(each -> each == '\'').count() + 1) + "+1'";
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "null",
            value = {"00, , null", "05, , R-2", "05, REF*IV*R-1~, R-1"})
    void thePurposeOfX12SaysWhatIsReplaced(String purpose, String reference, String replaced) {
        assertThat(replaces(Parsing.preset("x12-810"), x12(purpose, reference))).isEqualTo(replaced);
    }

    private static String x12(String purpose, String reference) {
        String body =
                "BIG*20261101*R-2*****DI*%s~%sCUR*SE*EUR~N1*BT*Buyer*92*A-1~IT1*1*1*EA*10**VP*P-1~PID*F****Text~TDS*1000~CTT*1~"
                        .formatted(purpose, reference == null ? "" : reference);
        return "ST*810*0001~" + body + "SE*"
                + (body.chars().filter(each -> each == '~').count() + 2) + "*0001~";
    }

    @Test
    void aMessageThatCancelsABillIsNoBill() {
        assertThatThrownBy(() -> replaces(Parsing.preset("edifact-invoic"), edifact("BGM+380+R-2+1", "RFF+IV:R-1'")))
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        refusal -> assertThat(refusal.rule()).isEqualTo(RuleCode.CANCELLATION_MESSAGE));
        assertThatThrownBy(() -> replaces(Parsing.preset("x12-810"), x12("01", null)))
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        refusal -> assertThat(refusal.rule()).isEqualTo(RuleCode.CANCELLATION_MESSAGE));
    }

    @Test
    void mappedFormatsSayItByAField() {
        AdapterDescriptor csv = Parsing.descriptor("BILL", "{\"type\": \"csv\"}", """
                {"columns": {"number": "no", "replaces": "instead of", "account": "who", "net": "net", "from": "day"},
                 "constants": {"currency": "EUR", "product": "P"}}
                """);
        String rows = "no,instead of,who,net,day\nR-2,%s,a,1,2026-10-01\nR-2,%s,a,2,2026-10-01\n";
        assertThat(replaces(csv, rows.formatted("R-1", "R-1"))).isEqualTo("R-1");
        assertThat(replaces(csv, rows.formatted("R-1", ""))).isEqualTo("R-1");
        assertThat(replaces(csv, rows.formatted("", ""))).isNull();
        assertThatThrownBy(() -> replaces(csv, rows.formatted("R-1", "R-0")))
                .isInstanceOfSatisfying(RefusedException.class, refusal -> {
                    assertThat(refusal.rule()).isEqualTo(RuleCode.SEVERAL_BILLS);
                    assertThat(refusal.place()).isEqualTo("row 3");
                });

        AdapterDescriptor xml = Parsing.descriptor("BILL", "{\"type\": \"xml\"}", """
                {"lines": "/bill/line", "head": {"number": "/bill/no", "replaces": "/bill/old"},
                 "fields": {"account": "who", "net": "net"}, "constants": {"currency": "EUR", "product": "P"}}
                """);
        assertThat(replaces(xml, "<bill><no>R-2</no><old>R-1</old><line><who>a</who><net>1.00</net></line></bill>"))
                .isEqualTo("R-1");

        AdapterDescriptor ndjson = Parsing.descriptor("BILL", "{\"type\": \"ndjson\"}", """
                {"fields": {"number": "no", "replaces": "old", "account": "who", "net": "net", "from": "day"},
                 "constants": {"currency": "EUR", "product": "P"}}
                """);
        assertThat(replaces(
                        ndjson,
                        "{\"no\": \"R-2\", \"old\": \"R-1\", \"who\": \"a\", \"net\": 1, \"day\": \"2026-10-01\"}\n"))
                .isEqualTo("R-1");

        AdapterDescriptor json = Parsing.descriptor("BILL", "{\"type\": \"json\"}", """
                {"jsonata": "{'number': no, 'currency': 'EUR', 'replaces': old, 'lines': [{'account': 'a', 'product': 'P', 'net': 1}]}"}
                """);
        assertThat(replaces(json, "{\"no\": \"R-2\", \"old\": \"R-1\"}")).isEqualTo("R-1");
        assertThat(replaces(json, "{\"no\": \"R-2\"}")).isNull();
    }
}
