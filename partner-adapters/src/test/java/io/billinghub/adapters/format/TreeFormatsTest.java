package io.billinghub.adapters.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.billinghub.adapters.descriptor.AdapterDescriptor;
import io.billinghub.adapters.model.RefusedException;
import io.billinghub.adapters.model.RuleCode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the presets' samples don't show of JSON, UBL and EDI. */
class TreeFormatsTest {

    private static final Path PRESETS =
            Path.of(System.getProperty("hub.root", "."), "partner-adapters/src/main/resources/presets");

    private static Parsing parsed(AdapterDescriptor descriptor, String name, String document) {
        return Parsing.of(descriptor, name, document.getBytes(StandardCharsets.UTF_8));
    }

    private static String sample(String preset, String file) throws IOException {
        return Files.readString(PRESETS.resolve(preset).resolve(file));
    }

    @Test
    void ndjsonRecordsAreLinesAndOneCarriesTheTotals() {
        AdapterDescriptor descriptor = Parsing.descriptor("BILL", "{\"type\": \"ndjson\"}", """
                {"fields": {"id": "id", "account": "to.customer", "product": "sku", "net": "sum", "quantity": "n", "currency": "cur",
                            "number": "bill", "from": "day", "group": ["region", "sku"], "taxRate": "vat"},
                 "constants": {"unit": "message"},
                 "totals": {"field": "kind", "equals": "end", "net": "sum", "tax": "vat"}}
                """);

        Parsing bill = parsed(descriptor, "m.ndjson", """
                {"bill": "B-1", "id": 1, "to": {"customer": "K1"}, "sku": "MSG", "n": 174, "sum": 1.740, "cur": "eur", "day": "2026-10-01", "region": "fi", "vat": 25.5}

                {"bill": "B-1", "id": 2, "to": {"customer": "K2"}, "sku": "MSG", "n": 9, "sum": 0.0900001, "cur": "EUR", "day": "2026-10-02"}
                {"kind": "end", "sum": 1.8300001, "vat": "0.47"}
                {"bill": "B-1", "id": 3, "to": {"customer": "K2"}, "sku": "MSG", "sum": 5, "cur": "SEK"}
                """);

        assertThat(bill.bill).hasValueSatisfying(head -> {
            assertThat(head.number()).isEqualTo("B-1");
            assertThat(head.currency()).isEqualTo("EUR");
            assertThat(head.statedNet()).isEqualByComparingTo("1.8300001");
            assertThat(head.statedTax()).isEqualByComparingTo("0.47");
        });
        assertThat(bill.net()).isEqualByComparingTo("1.8300001");
        assertThat(bill.lines.get(0)).satisfies(line -> {
            assertThat(line.place()).isEqualTo("row 1");
            assertThat(line.groupingKey()).isEqualTo("fi / MSG");
            assertThat(line.unit()).isEqualTo("message");
            assertThat(line.period().to()).isEqualTo("2026-10-02");
        });
        assertThat(bill.lines.get(1).place()).isEqualTo("row 3");
        assertThat(bill.flaws).singleElement().satisfies(flaw -> {
            assertThat(flaw.rule()).isEqualTo(RuleCode.LINE_CURRENCY_DIFFERS);
            assertThat(flaw.place()).isEqualTo("row 5");
        });
    }

    @Test
    void ndjsonRecordsAreMappedByAnExpressionThatMayLeaveSomeOut() {
        AdapterDescriptor descriptor = Parsing.descriptor("BILL", "{\"type\": \"ndjson\"}", """
                {"jsonata": "kind = 'sum' ? {'totals': true, 'net': $minor(cents, 'eur')} : kind = 'line' ? {'account': a, 'product': 'p', 'currency': 'EUR', 'net': $minor(cents, 'eur')}"}
                """);

        Parsing bill = parsed(descriptor, "october.ndjson", """
                {"kind": "begin"}
                {"kind": "line", "a": "K1", "cents": 1999}
                {"kind": "line", "a": "K2", "cents": 1}
                {"kind": "sum", "cents": 2000}
                """);

        assertThat(bill.flaws).isEmpty();
        assertThat(bill.lines).hasSize(2);
        assertThat(bill.bill.orElseThrow().number()).isEqualTo("october");
        assertThat(bill.net()).isEqualByComparingTo(bill.bill.orElseThrow().statedNet());
    }

    @Test
    void aUsageRecordOfJsonHasItsEndAndItsDimensions() {
        AdapterDescriptor descriptor = Parsing.descriptor("USAGE", "{\"type\": \"json\"}", """
                {"jsonata": "sessions.{'eventId': id, 'account': who, 'product': 'DATA', 'quantity': mb, 'unit': 'MB', 'at': begin, 'until': end, 'dimensions': {'apn': apn, 'slice': slice}}"}
                """);

        Parsing usage = parsed(descriptor, "u.json", """
                {"sessions": [{"id": "s1", "who": "a", "mb": 12.5, "begin": "2026-10-01T10:00:00Z", "end": "2026-10-01T10:05:00Z", "apn": "internet"},
                              {"id": "s2", "who": "a", "mb": 1, "begin": "2026-10-01T10:00:00Z", "end": "2026-10-01T09:00:00Z"}]}
                """);

        assertThat(usage.usage).singleElement().satisfies(record -> {
            assertThat(record.quantity()).isEqualByComparingTo("12.5");
            assertThat(record.endedAt()).isEqualTo("2026-10-01T10:05:00Z");
            assertThat(record.dimensions()).containsOnlyKeys("apn");
        });
        assertThat(usage.flaws)
                .singleElement()
                .satisfies(flaw -> assertThat(flaw.detail()).contains("before the begin"));
    }

    // Stripe counts UGX and ISK in hundredths though ISO 4217 has none, and MGA whole though it has two
    @ParameterizedTest
    @CsvSource({
        "usd, 1999, 19.99",
        "jpy, 1999, 1999",
        "kwd, 1999, 1.999",
        "ugx, 199900, 1999",
        "isk, 1900, 19",
        "mga, 1999, 1999"
    })
    void stripesMinorUnitsAreTheCurrencys(String currency, String amount, String net) {
        Parsing bill = parsed(Parsing.preset("stripe-invoice"), "i.json", """
                {"object": "invoice", "id": "in_1", "number": null, "currency": "%s", "customer": "c", "total_excluding_tax": %s,
                 "lines": {"has_more": false, "data": [{"id": "il_1", "amount": %s, "period": {"start": 1793491200, "end": 1793491200}, "description": "d"}]}}
                """.formatted(currency, amount, amount));

        assertThat(bill.flaws).isEmpty();
        assertThat(bill.net()).isEqualByComparingTo(net);
        assertThat(bill.bill.orElseThrow().statedNet()).isEqualByComparingTo(net);
    }

    @Test
    void whatThirdPartiesClaimIsNotedOrBilledOutsideTheScopeOfVat() throws IOException {
        String claimed = sample("ubl-invoice", "sample.xml")
                .replace("#compliant#", "#compliant#urn:xeinkauf.de:kosit:extension:xrechnung_3.0#")
                .replace(
                        "<cac:TaxTotal>",
                        "<cac:PrepaidPayment><cbc:ID>PARK</cbc:ID><cbc:PaidAmount"
                                + " currencyID=\"EUR\">7.50</cbc:PaidAmount><cbc:InstructionID>Parking, operator"
                                + " A</cbc:InstructionID></cac:PrepaidPayment><cac:TaxTotal>");

        Parsing noted = parsed(Parsing.preset("ubl-invoice"), "u.xml", claimed);
        assertThat(noted.net()).isEqualByComparingTo("35.80");
        assertThat(noted.evidence).singleElement().satisfies(row -> {
            assertThat(row.rule()).isEqualTo(RuleCode.NOT_BILLED);
            assertThat(row.amount()).isEqualByComparingTo("7.50");
        });

        Parsing billed = parsed(
                Parsing.descriptor("BILL", "{\"type\": \"ubl\"}", "{\"thirdPartyPayments\": \"bill\"}"),
                "u.xml",
                claimed);
        assertThat(billed.evidence).isEmpty();
        assertThat(billed.net()).isEqualByComparingTo("43.30"); // 35.80 + 7.50
        assertThat(billed.bill.orElseThrow().statedNet()).isEqualByComparingTo("43.30");
        assertThat(billed.lines.get(0)).satisfies(line -> {
            assertThat(line.product()).isEqualTo("PARK");
            assertThat(line.tax().category()).isEqualTo("O");
        });

        Parsing prepaid =
                parsed(Parsing.preset("ubl-invoice"), "u.xml", claimed.replace("kosit:extension", "kosit:plain"));
        assertThat(prepaid.net()).isEqualByComparingTo("35.80");
        assertThat(prepaid.evidence).isEmpty();
    }

    @Test
    void linesOfGroupsAndInformationAreNotBilledTwice() throws IOException {
        String grouped = sample("cii-invoice", "sample.xml")
                .replaceFirst(
                        "<ram:AssociatedDocumentLineDocument><ram:LineID>2</ram:LineID>",
                        "<ram:AssociatedDocumentLineDocument><ram:LineID>2</ram:LineID><ram:LineStatusReasonCode>GROUP</ram:LineStatusReasonCode>");

        Parsing bill = parsed(Parsing.preset("cii-invoice"), "c.xml", grouped);

        assertThat(bill.net()).isEqualByComparingTo("154.00"); // 170 - 16
        assertThat(bill.evidence)
                .singleElement()
                .satisfies(row -> assertThat(row.rule()).isEqualTo(RuleCode.NOT_BILLED));
    }

    @Test
    void anX12InvoiceIsReadWithoutItsInterchange() throws IOException {
        String whole = sample("x12-810", "sample.edi");
        String bare = whole.substring(whole.indexOf("ST*810"), whole.indexOf("GE*"));

        assertThat(parsed(Parsing.preset("x12-810"), "x.edi", bare).net()).isEqualByComparingTo("482.20");
    }

    @Test
    void anX12InvoiceWithoutCurrencyHasThatOfItsAdapter() throws IOException {
        String silent = sample("x12-810", "sample.edi").replace("CUR*SE*USD~", "NTE*GEN*no currency~");

        assertThat(parsed(Parsing.preset("x12-810"), "x.edi", silent)
                        .bill
                        .orElseThrow()
                        .currency())
                .isNull();
        assertThat(parsed(
                                Parsing.descriptor("BILL", "{\"type\": \"x12-810\", \"currency\": \"CAD\"}", ""),
                                "x.edi",
                                silent)
                        .bill
                        .orElseThrow()
                        .currency())
                .isEqualTo("CAD");
    }

    @Test
    void anX12CreditMemoIsNegative() throws IOException {
        String memo = sample("x12-810", "sample.edi").replace("*PO-77", "*PO-77***CR");

        Parsing note = parsed(Parsing.preset("x12-810"), "x.edi", memo);

        assertThat(note.net()).isEqualByComparingTo("-482.20");
        assertThat(note.bill.orElseThrow().statedTax()).isEqualByComparingTo("-29.40");
    }

    @Test
    void anotherCountOfSegmentsIsTakenWhereTheAdapterSaysSo() throws IOException {
        String other = sample("edifact-invoic", "sample.edi").replace("UNT+33+", "UNT+34+");

        assertThatThrownBy(() -> parsed(Parsing.preset("edifact-invoic"), "e.edi", other))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("UNT says 34 segments, there are 33");
        assertThat(parsed(
                                Parsing.descriptor(
                                        "BILL", "{\"type\": \"edifact\", \"segmentCount\": \"ignored\"}", ""),
                                "e.edi",
                                other)
                        .net())
                .isEqualByComparingTo("113.73");
    }

    @Test
    void anEdifactBillThatStatesOnlyItsGrossTotalHasTheNetFromIt() throws IOException {
        String gross = sample("edifact-invoic", "sample.edi")
                .replace("MOA+79:118.73:EUR'\n", "")
                .replace("MOA+125:113.73:EUR'\n", "")
                .replace("UNT+33+", "UNT+31+");

        // 142.73 - 29.00
        assertThat(parsed(Parsing.preset("edifact-invoic"), "e.edi", gross)
                        .bill
                        .orElseThrow()
                        .statedNet())
                .isEqualByComparingTo("113.73");
    }
}
