package io.billinghub.adapters.format;

import static io.billinghub.adapters.format.Malformed.sample;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.billinghub.adapters.model.BillType;
import io.billinghub.adapters.model.CanonicalBill;
import io.billinghub.adapters.model.CanonicalLine;
import io.billinghub.adapters.model.FlawedLine;
import io.billinghub.adapters.model.ParsedLine;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a document allows or charges as a whole reaches the accounts of its lines, to the cent. */
class DocumentAllowancesTest {

    /** Lines as {@code account net rate}, the allowance as {@code net rate}; parts as {@code account net} in the order they are told. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            one account has all of it             | A 60.00 20; A 40.00 20             | -10.00 20 | EUR | A -10.00
            by what each is charged               | A 60.00 20; B 40.00 20             | -10.00 20 | EUR | A -6.00, B -4.00
            a third each, the cent to the first   | A 1 20; B 1 20; C 1 20             | -10.00 20 | EUR | A -3.34, B -3.33, C -3.33
            the largest remainder has the cent    | A 1 20; B 2 20                     | -0.05 20  | EUR | A -0.02, B -0.03
            of its rate of VAT alone              | A 50.00 20; B 50.00 10; C 50.00 20 | -10.00 20 | EUR | A -5.00, C -5.00
            however the rate is written           | A 50.00 20.0; B 50.00 10           | -10.00 20 | EUR | A -10.00
            of all where no line has its rate     | A 75.00 20; B 25.00 20             | 4.00 0    | EUR | A 3.00, B 1.00
            of all where it has no rate           | A 75.00 20; B 25.00 10             | 4.00 -    | EUR | A 3.00, B 1.00
            who is only credited has no part      | A 90.00 20; B -10.00 20; C 10 20   | -10.00 20 | EUR | A -9.00, C -1.00
            of a credit note the other way round  | A -60.00 20; B -40.00 20           | 10.00 20  | EUR | A 6.00, B 4.00
            lines of nothing have the same        | A 0 20; B 0 20                     | 1.00 20   | EUR | A 0.50, B 0.50
            who would get nothing has no line     | A 99.00 20; B 0.01 20              | -0.05 20  | EUR | A -0.05
            an allowance of nothing is one line   | A 1 20; B 1 20                     | 0.00 20   | EUR | A 0.00
            whole units of a currency without     | A 1 20; B 1 20                     | -101 20   | JPY | A -51, B -50
            as fine as the amount itself          | A 1 20; B 1 20                     | -0.0001 20 | EUR | A -0.0001
            """)
    void anAllowanceIsSpreadOverTheLinesAccounts(
            String rule, String lines, String allowance, String currency, String expected) throws IOException {
        List<CanonicalLine> told = told("auto", lines, allowance, currency);
        assertThat(told.stream()
                        .map(part -> part.account() + " " + part.net().toPlainString())
                        .collect(Collectors.joining(", ")))
                .isEqualTo(expected);
        assertThat(told.stream().map(CanonicalLine::net).reduce(BigDecimal.ZERO, BigDecimal::add))
                .isEqualByComparingTo(allowance.substring(0, allowance.indexOf(' ')));
    }

    @Test
    void itsPartsStandApartAndTellWhatTheyAre() throws IOException {
        List<CanonicalLine> told = told("spread", "A 60.00 20; B 40.00 20; C 100 20", "-10.00 20", "EUR");
        assertThat(told.stream().map(part -> part.position() + " " + part.place()))
                .containsExactly("1 /a (part 1 of 3: -3.00)", "5 /a (part 2 of 3: -2.00)", "6 /a (part 3 of 3: -5.00)");
        assertThat(told).allSatisfy(part -> {
            assertThat(part.description()).isEqualTo("Loyalty");
            assertThat(part.creditReference()).isEqualTo("allowance of B-1");
            assertThat(part.quantity()).isEqualByComparingTo("-1");
        });
    }

    @ParameterizedTest
    @CsvSource({"head, HOST", "account:C-7, C-7"})
    void theMappingMayNameItsAccount(String way, String account) throws IOException {
        CanonicalLine told =
                told(way, "A 60.00 20; B 40.00 20", "-10.00 20", "EUR").get(0);
        assertThat(told.account()).isEqualTo(account);
        assertThat(told.net()).isEqualByComparingTo("-10");
        assertThat(told.position() + " " + told.place()).isEqualTo("1 /a");
    }

    @Test
    void whatIsTooLargeToBeSpreadWaitsWithItsAmount() throws IOException {
        List<ParsedLine> told = read("spread", "A 1 20; B 1 20", "99999999999999999999.00 20", "EUR");
        FlawedLine waits = (FlawedLine) told.get(told.size() - 1);
        assertThat(waits.amount()).isEqualByComparingTo("99999999999999999999");
        assertThat(waits.position()).isEqualTo(1);
        assertThat(waits.detail()).contains("documentAllowance");
    }

    private static final String ALLOWANCE = """
            <cac:AllowanceCharge><cbc:ChargeIndicator>false</cbc:ChargeIndicator><cbc:Amount currencyID="EUR">5.00</cbc:Amount></cac:AllowanceCharge>
            <cac:TaxTotal>""";

    /** 29.90 and 5.90 of 35.80: 5.00 gives 4.1760 and 0.8240. The sample's buyer has no line of its own. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            auto             | LT-7001-A -4.18, LT-7001-B -0.82
            spread           | LT-7001-A -4.18, LT-7001-B -0.82
            account:LT-7001  | LT-7001 -5
            """)
    void aUblDocumentsAllowanceFollowsItsLines(String way, String expected) {
        Parsing bill = Parsing.of(
                Parsing.descriptor("BILL", "{\"type\": \"ubl\"}", "{\"documentAllowance\": \"" + way + "\"}"),
                "bill.xml",
                sample("ubl-invoice", "sample.xml")
                        .replaceFirst("<cac:TaxTotal>", ALLOWANCE)
                        .getBytes(StandardCharsets.UTF_8));
        assertThat(bill.flaws).isEmpty();
        assertThat(bill.net()).isEqualByComparingTo("30.80");
        assertThat(bill.lines.stream()
                        .filter(line -> line.product().equals(DocumentAllowances.ALLOWANCE))
                        .map(line -> line.account() + " "
                                + line.net().stripTrailingZeros().toPlainString())
                        .collect(Collectors.joining(", ")))
                .isEqualTo(expected);
    }

    @Test
    void whereTheHeadsAccountHasLinesItHasTheAllowanceToo() throws IOException {
        assertThat(told("auto", "HOST 60.00 20; B 40.00 20", "-10.00 20", "EUR"))
                .extracting(CanonicalLine::account)
                .containsExactly("HOST");
        assertThat(told("spread", "HOST 60.00 20; B 40.00 20", "-10.00 20", "EUR"))
                .extracting(CanonicalLine::account)
                .containsExactly("HOST", "B");
    }

    private static List<CanonicalLine> told(String way, String lines, String allowance, String currency)
            throws IOException {
        return read(way, lines, allowance, currency).stream()
                .map(CanonicalLine.class::cast)
                .filter(line -> line.product().equals(DocumentAllowances.ALLOWANCE))
                .toList();
    }

    private static List<ParsedLine> read(String way, String lines, String allowance, String currency)
            throws IOException {
        ObjectNode mapping = JsonNodeFactory.instance.objectNode().put("documentAllowance", way);
        List<ParsedLine> told = new ArrayList<>();
        DocumentAllowances.of(mapping, (file, sink) -> {
                    sink.accept(line(1, "/a", "HOST " + allowance, null, DocumentAllowances.ALLOWANCE));
                    int position = 1;
                    for (String each : lines.split("; ", -1)) {
                        position++;
                        sink.accept(line(position, "/l", each, "id:" + position, "SEAT"));
                    }
                    return Optional.of(
                            new CanonicalBill("B-1", BillType.INVOICE, currency, null, null, null, null, null));
                })
                .parse(Path.of("none"), told::add);
        return told;
    }

    private static CanonicalLine line(int position, String place, String text, String identity, String product) {
        String[] parts = text.split(" ", 3);
        BigDecimal net = new BigDecimal(parts[1]);
        return new CanonicalLine(
                position,
                place,
                identity,
                parts[0],
                product,
                "",
                "Loyalty",
                BigDecimal.valueOf(-1),
                "C62",
                net,
                parts[2].equals("-") ? null : new CanonicalLine.PartnerTax("S", new BigDecimal(parts[2])),
                null,
                identity == null ? DocumentAllowances.reference("B-1") : null);
    }
}
