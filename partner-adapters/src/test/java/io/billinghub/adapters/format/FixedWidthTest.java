package io.billinghub.adapters.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.billinghub.adapters.model.RefusedException;
import io.billinghub.adapters.model.RuleCode;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Records whose fields stand at fixed places. */
class FixedWidthTest {

    private static final String RECORDS = """
            {"type": "fixed-width", "date": "yyyyMMdd", "selector": {"from": 1, "length": 2}, "records": [
              {"type": "01", "role": "header", "columns": [{"name": "Bill", "from": 3, "length": 8}, {"name": "Currency", "from": 11, "length": 3}]},
              {"type": "10", "columns": [
                {"name": "Customer", "from": 3, "length": 6}, {"name": "Product", "from": 9, "length": 6},
                {"name": "Day", "from": 15, "length": 8}, {"name": "Amount", "from": 23, "length": 10, "decimals": 2}]},
              {"type": "20", "role": "ignore"},
              {"type": "99", "columns": [{"name": "Count", "from": 3, "length": 4}, {"name": "Total", "from": 7, "length": 10, "decimals": 2}]}]}
            """;
    private static final String MAPPING = """
            {"columns": {"number": "Bill", "currency": "Currency", "account": "Customer", "product": "Product", "net": "Amount", "from": "Day"},
             "totals": {"column": "record", "equals": "99", "net": "Total", "lines": "Count", "required": true}}
            """;

    private static Parsing read(String document) {
        return Parsing.of(
                Parsing.descriptor("BILL", RECORDS, MAPPING), "bill.txt", document.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void headerRecordsHoldForAllLinesAndTheLastRecordHasTheTotals() {
        // 12.50 + 1234.05 − 0.07 = 1246.48
        Parsing parsed = read("""
                01FW-10-26EUR
                10000077FILM  202610020000001250
                20a note that nobody bills
                10000078SERIES202610030000123405
                10000078SERIES20261003-000000007
                9900030000124648
                """);

        assertThat(parsed.flaws).isEmpty();
        assertThat(parsed.bill).hasValueSatisfying(bill -> {
            assertThat(bill.number()).isEqualTo("FW-10-26");
            assertThat(bill.currency()).isEqualTo("EUR");
            assertThat(bill.statedNet()).isEqualByComparingTo("1246.48");
        });
        assertThat(parsed.net()).isEqualByComparingTo("1246.48");
        assertThat(parsed.lines.get(0)).satisfies(line -> {
            assertThat(line.account()).isEqualTo("000077");
            assertThat(line.product()).isEqualTo("FILM");
            assertThat(line.place()).isEqualTo("row 2");
            assertThat(line.period().from()).isEqualTo("2026-10-02");
        });
    }

    /** The site is one of the first customer's; the second one has none, and the bill is the same. */
    @Test
    void whatAHeaderSaysEndsWithTheHeaderAboveIt() {
        Parsing parsed = Parsing.of(
                Parsing.descriptor("BILL", """
                        {"type": "fixed-width", "selector": {"from": 1, "length": 1}, "records": [
                          {"type": "B", "role": "header", "columns": [{"name": "Bill", "from": 2, "length": 4}]},
                          {"type": "C", "role": "header", "columns": [{"name": "Customer", "from": 2, "length": 4}]},
                          {"type": "S", "role": "header", "columns": [{"name": "Site", "from": 2, "length": 4}]},
                          {"type": "L", "columns": [{"name": "Net", "from": 2, "length": 4, "decimals": 2}]}]}
                        """, """
                        {"columns": {"number": "Bill", "account": "Customer", "group": "Site", "net": "Net"}, "constants": {"currency": "EUR"}}
                        """),
                "x.txt",
                "BB-17\nCC-01\nSS-01\nL0100\nSS-02\nL0200\nCC-02\nL0300\n".getBytes(StandardCharsets.US_ASCII));

        assertThat(parsed.flaws).isEmpty();
        assertThat(parsed.bill)
                .hasValueSatisfying(bill -> assertThat(bill.number()).isEqualTo("B-17"));
        assertThat(parsed.lines)
                .extracting(line -> line.account() + " " + line.groupingKey() + " " + line.net())
                .containsExactly("C-01 S-01 1", "C-01 S-02 2", "C-02  3");
    }

    @Test
    void aLineThatIsCutOrHasOtherThanDigitsIsAFlaw() {
        Parsing parsed = read("""
                01FW-10-26EUR
                10000077FILM  20261002000000125
                10000077FILM  2026100200000O1250
                9900020000000000
                """);

        assertThat(parsed.lines).isEmpty();
        assertThat(parsed.flaws.get(0).detail()).isEqualTo("the record has 31 characters where the descriptor has 32");
        assertThat(parsed.flaws.get(1).detail()).contains("which has more than digits");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "01FW-10-26EUR~77xx                            | row 2 | the kind of record \"77\" is none of [01, 10, 20, 99]",
                "01FW-10                                       | row 1 | the record has 7 characters where the descriptor has 13",
                "01FW-10-26EUR~10000077FILM  202610020000001250 | after line 1 | the row of totals (\"record\" = 99) is missing: the document has been cut",
            })
    void aDocumentThatIsNotAsTheDescriptorSaysIsRefused(String document, String place, String detail) {
        assertThatThrownBy(() -> read(document.replace('~', '\n')))
                .isInstanceOfSatisfying(RefusedException.class, refusal -> {
                    assertThat(refusal.rule()).isEqualTo(RuleCode.MALFORMED_DOCUMENT);
                    assertThat(refusal.place()).isEqualTo(place);
                    assertThat(refusal).hasMessage(detail);
                });
    }

    @Test
    void linesOfOneKindNeedNoSelector() {
        Parsing parsed = Parsing.of(
                Parsing.descriptor("BILL", """
                        {"type": "fixed-width", "encoding": "iso-8859-1", "decimal": ",", "trimmed": true, "columns": [
                          {"name": "A", "from": 1, "length": 4}, {"name": "B", "from": 5, "length": 9}, {"name": "C", "from": 14, "length": 10}]}
                        """, """
                        {"columns": {"account": "A", "net": "B", "description": "C"}, "constants": {"currency": "EUR"}}
                        """),
                "x.txt",
                "77   1.250,00Käse\r\n78      -3,50\r\n".getBytes(StandardCharsets.ISO_8859_1));

        assertThat(parsed.flaws).isEmpty();
        assertThat(parsed.net()).isEqualByComparingTo("1246.50");
        assertThat(parsed.lines.get(0).description()).isEqualTo("Käse");
    }
}
