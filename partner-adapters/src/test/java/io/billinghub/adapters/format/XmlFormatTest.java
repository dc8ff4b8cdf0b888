package io.billinghub.adapters.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.billinghub.adapters.descriptor.AdapterDescriptor;
import io.billinghub.adapters.descriptor.DescriptorReader;
import io.billinghub.adapters.model.BillType;
import io.billinghub.adapters.model.RuleCode;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Any XML becomes a bill by paths: lines at any depth, with what stands around them, and a head before or behind them. */
class XmlFormatTest {

    private static final String MAPPING = """
            {"namespaces": {"b": "urn:example:bill", "x": "urn:example:other"},
             "lines": "/b:Bill/b:Customer/b:Charges/b:Charge",
             "head": {"number": "/b:Bill/b:Head/b:No", "type": "/b:Bill/@kind", "currency": "/b:Bill/b:Sum/@cur",
                      "periodFrom": "/b:Bill/b:Head/b:From", "periodTo": "/b:Bill/b:Head/b:To",
                      "net": "/b:Bill/b:Sum/b:Net", "tax": "/b:Bill/b:Sum/b:Tax"},
             "creditTypes": ["C"],
             "fields": {"id": "@id", "account": ["../../b:Ref[@type='sub']", "../../@no"], "product": "b:Item/b:Code",
                        "description": ".", "quantity": "b:Qty", "unit": "b:Qty/@u", "net": "b:Amount[2]",
                        "taxRate": "b:Vat[b:Kind='VAT']/b:Rate", "group": ["b:Item/b:Code", "/b:Bill/b:Head/b:No"],
                        "from": "b:From", "to": "b:To", "reference": "x:Why"},
             "constants": {"unit": "piece", "taxCategory": "S"}}
            """;

    private static final String BILL = """
            <?xml version="1.0" encoding="UTF-8"?>
            <q:Bill xmlns:q="urn:example:bill" xmlns:o="urn:example:other" kind="%s">
              <q:Head><q:No>M-7</q:No><q:From>01.10.2026</q:From><q:To>31.10.2026</q:To></q:Head>
              <q:Customer no="K1">
                <q:Charges>
                  <q:Charge id="1">Seats<q:Item><q:Code>SEAT</q:Code></q:Item><q:Qty u="seat">3</q:Qty>
                    <q:Amount>1,00</q:Amount><q:Amount>1.029,90</q:Amount>
                    <q:Vat><q:Kind>LEVY</q:Kind><q:Rate>1</q:Rate></q:Vat><q:Vat><q:Kind>VAT</q:Kind><q:Rate>25,5</q:Rate></q:Vat>
                    <q:From>01.10.2026</q:From><q:To>15.10.2026</q:To></q:Charge>
                </q:Charges>
              </q:Customer>
              <q:Customer no="K2">
                <q:Ref type="main">K2-M</q:Ref><q:Ref type="sub">K2-S</q:Ref>
                <q:Charges>
                  <q:Charge id="2">Back<q:Item><q:Code>SEAT</q:Code></q:Item><q:Amount>0</q:Amount><q:Amount>-29,90</q:Amount>
                    <Why>not this one</Why><o:Why>M-6</o:Why></q:Charge>
                </q:Charges>
              </q:Customer>
              <q:Sum cur="eur"><q:Net>1.000,00</q:Net><q:Tax>255,00</q:Tax></q:Sum>
            </q:Bill>
            """;

    @TempDir
    Path scratch;

    private static AdapterDescriptor descriptor(String mapping) {
        return Parsing.descriptor("BILL", "{\"type\": \"xml\", \"decimal\": \",\", \"date\": \"dd.MM.yyyy\"}", mapping);
    }

    private static Parsing parsed(String kind) {
        return Parsing.of(descriptor(MAPPING), "m.xml", BILL.formatted(kind).getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void linesAreReadWithWhatStandsAroundThemAndTheHeadBehindThem() {
        Parsing bill = parsed("I");

        assertThat(bill.flaws).isEmpty();
        assertThat(bill.bill).hasValueSatisfying(head -> {
            assertThat(head.number()).isEqualTo("M-7");
            assertThat(head.type()).isEqualTo(BillType.INVOICE);
            assertThat(head.currency()).isEqualTo("EUR");
            assertThat(head.periodTo()).isEqualTo("2026-11-01");
            assertThat(head.statedNet()).isEqualByComparingTo("1000");
            assertThat(head.statedTax()).isEqualByComparingTo("255");
        });
        assertThat(bill.net()).isEqualByComparingTo("1000.00");
        assertThat(bill.lines.get(0)).satisfies(line -> {
            assertThat(line.place()).isEqualTo("/q:Bill/q:Customer[1]/q:Charges[1]/q:Charge[1]");
            assertThat(line.account()).isEqualTo("K1");
            assertThat(line.product()).isEqualTo("SEAT");
            assertThat(line.description()).isEqualTo("Seats");
            assertThat(line.quantity()).isEqualByComparingTo("3");
            assertThat(line.unit()).isEqualTo("seat");
            assertThat(line.tax().rate()).isEqualByComparingTo("25.5");
            assertThat(line.groupingKey()).isEqualTo("SEAT / M-7");
            assertThat(line.period().to()).isEqualTo("2026-10-16");
        });
        assertThat(bill.lines.get(1)).satisfies(line -> {
            assertThat(line.place()).isEqualTo("/q:Bill/q:Customer[2]/q:Charges[1]/q:Charge[1]");
            assertThat(line.account()).isEqualTo("K2-S");
            assertThat(line.unit()).isEqualTo("piece");
            assertThat(line.creditReference()).isEqualTo("M-6");
        });
    }

    @Test
    void aCreditNotesAmountsAreTurnedRound() {
        Parsing note = parsed("C");

        assertThat(note.bill.orElseThrow().type()).isEqualTo(BillType.CREDIT_NOTE);
        assertThat(note.bill.orElseThrow().statedNet()).isEqualByComparingTo("-1000");
        assertThat(note.net()).isEqualByComparingTo("-1000");
        assertThat(note.lines.get(0).creditReference()).isEqualTo("credit note M-7");
    }

    @Test
    void aLineWithoutItsAmountIsQuarantinedAloneWithItsPlace() {
        Parsing bill = Parsing.of(
                descriptor(MAPPING),
                "m.xml",
                BILL.formatted("I").replace("-29,90", "twenty").getBytes(StandardCharsets.UTF_8));

        assertThat(bill.lines).hasSize(1);
        assertThat(bill.flaws).singleElement().satisfies(flaw -> {
            assertThat(flaw.rule()).isEqualTo(RuleCode.MALFORMED_LINE);
            assertThat(flaw.place()).isEqualTo("/q:Bill/q:Customer[2]/q:Charges[1]/q:Charge[1]");
        });
    }

    @Test
    void aBillOfManyCustomersIsReadLineByLine() throws IOException {
        Path large = scratch.resolve("large.xml");
        int customers = 60_000; // more than what may stand around lines: of each only what is open is held
        try (OutputStream out = Files.newOutputStream(large)) {
            out.write("<bill>".getBytes(StandardCharsets.UTF_8));
            for (int i = 0; i < customers; i++) {
                out.write(("<customer no='" + i + "'><name>n</name><line><net>0.01</net></line></customer>")
                        .getBytes(StandardCharsets.UTF_8));
            }
            out.write("</bill>".getBytes(StandardCharsets.UTF_8));
        }
        AdapterDescriptor descriptor = Parsing.descriptor("BILL", "{\"type\": \"xml\"}", """
                {"lines": "/bill/customer/line", "fields": {"account": "../@no", "net": "net"}, "constants": {"currency": "EUR"}}
                """);

        Parsing bill = Parsing.of(descriptor, "large.xml", large);

        assertThat(bill.net()).isEqualByComparingTo("600.00");
        assertThat(bill.lines.get(customers - 1).account()).isEqualTo("59999");
        assertThat(bill.bill.orElseThrow().number()).isEqualTo("large");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "//net             | name the whole path",
                "count(net)        | is not read",
                "y:net             | the prefix y is not in mapping.namespaces",
                "net[position()=1] | the condition [position()=1] is not read",
                "@a/net            | an attribute is the end of a path",
                "net[a[b]]         | is not read",
            })
    void aPathThatIsNotReadIsToldWithItsField(String path, String why) {
        String mapping = "{\"lines\": \"/bill/line\", \"fields\": {\"account\": \"a\", \"net\": \"" + path + "\"}}";

        assertThatThrownBy(() -> descriptor(mapping))
                .hasMessageContaining("/mapping/fields/net")
                .hasMessageContaining(why);
        assertThat(new DescriptorReader().problems("""
                {"key": "t", "partner": "t", "agreement": "t", "kind": "BILL", "transport": {"type": "push"},
                 "format": {"type": "xml"}, "mapping": %s}
                """.formatted(mapping))).hasSize(1);
    }
}
