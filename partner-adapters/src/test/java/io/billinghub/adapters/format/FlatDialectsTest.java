package io.billinghub.adapters.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.billinghub.adapters.descriptor.DescriptorReader;
import io.billinghub.adapters.model.CanonicalLine;
import io.billinghub.adapters.model.RefusedException;
import io.billinghub.adapters.model.RuleCode;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Flat documents as partners write them: dialects, headers that drift, and what mappings make of columns. */
class FlatDialectsTest {

    private static final String MAPPING = """
            {"columns": {"account": "Customer", "net": ["Net", "Net Amount"], "from": "Day"}, "constants": {"currency": "EUR"}}
            """;

    private static Parsing csv(String format, String mapping, String text) {
        return csv(format, mapping, text.getBytes(StandardCharsets.UTF_8));
    }

    private static Parsing csv(String format, String mapping, byte[] document) {
        return Parsing.of(
                Parsing.descriptor("BILL", "{\"type\": \"csv\"" + format + "}", mapping), "bill-7.csv", document);
    }

    private static CanonicalLine only(Parsing parsed) {
        assertThat(parsed.flaws).isEmpty();
        assertThat(parsed.lines).hasSize(1);
        return parsed.lines.get(0);
    }

    @Test
    void aTabSeparatesColumns() {
        assertThat(only(csv(", \"separator\": \"\\t\"", MAPPING, "Customer\tNet\tDay\n77\t1,234.5\t2026-10-02\n"))
                        .net())
                .isEqualByComparingTo("1234.5");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "utf-8",
                "utf-16",
                "utf-16le",
                "utf-16be",
                "windows-1250",
                "windows-1252",
                "windows-1257",
                "iso-8859-1",
                "iso-8859-2",
                "iso-8859-15"
            })
    void theDescriptorNamesTheEncoding(String encoding) {
        byte[] document = "Customer;Net;Day\nKöln ß;7,50;2026-10-02\n".getBytes(Charset.forName(encoding));

        CanonicalLine line = only(csv(
                ", \"separator\": \";\", \"decimal\": \",\", \"encoding\": \"" + encoding + "\"", MAPPING, document));

        assertThat(line.account()).isEqualTo("Köln ß");
        assertThat(line.net()).isEqualByComparingTo("7.5");
    }

    @Test
    void linesBeforeTheHeadersAndRowsAtTheEndAndCommentsAreNoLines() {
        Parsing parsed = csv(
                ", \"skipRows\": 2, \"footerRows\": 1, \"comment\": \"#\"",
                MAPPING,
                "Bill of \"October\nprinted 3 Nov\nCustomer,Net,Day\n# page 1\n77,1.00,2026-10-02\n78,2.00,2026-10-02\nEnd of bill\n");

        assertThat(parsed.flaws).isEmpty();
        assertThat(parsed.net()).isEqualByComparingTo("3.00");
        assertThat(parsed.lines.get(0).place()).isEqualTo("row 5");
    }

    /** The partner has left its footer out this month: the last line is a flaw with its amount, not given up. A sum is none, whatever it says. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"78,2.00,2026-10-02 | 2.00", "Total,3.00, | ", "End of bill | ", ",2.00,2026-10-02 | "})
    void aLineAmongTheRowsAtTheEndIsAFlaw(String last, String amount) {
        Parsing parsed = csv(", \"footerRows\": 1", MAPPING, "Customer,Net,Day\n77,1.00,2026-10-02\n" + last + "\n");

        assertThat(parsed.net()).isEqualByComparingTo("1.00");
        if (amount == null) {
            assertThat(parsed.flaws).isEmpty();
        } else {
            assertThat(parsed.flaws).singleElement().satisfies(flaw -> {
                assertThat(flaw.place()).isEqualTo("row 3");
                assertThat(flaw.amount()).isEqualByComparingTo(amount);
                assertThat(flaw.detail()).contains("footerRows");
            });
        }
    }

    @Test
    void columnsWithoutNamesAreFoundByPosition() {
        CanonicalLine line = only(csv(", \"headers\": false", """
                {"columns": {"account": "#2", "net": "#3"}, "constants": {"currency": "EUR"}}
                """, "x,77,5.00\n"));

        assertThat(line.account()).isEqualTo("77");
        assertThat(line.net()).isEqualByComparingTo("5");
        assertThat(line.place()).isEqualTo("row 1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Net Amount", "net_amount", "NETAMOUNT", "Net-Amount", " Net  Amount ", "Net", "NET"})
    void aHeaderThatDriftsInCaseBlanksHyphensAndUnderscoresOrToAnAliasIsFound(String header) {
        assertThat(only(csv("", MAPPING, "Customer," + header + ",Day\n77,5.00,2026-10-02\n"))
                        .net())
                .isEqualByComparingTo("5");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Customer,Net amt,Day   | the column `Net` or `Net Amount` is missing; the nearest is `Net amt`",
                "Customer,Netto,Day     | the column `Net` or `Net Amount` is missing; the nearest is `Netto`",
                "Customer,Sum total,Day | the column `Net` or `Net Amount` is missing; the document has Customer, Sum total, Day",
                "Custmer,Net,Date       | the column `Customer` is missing; the nearest is `Custmer`; the column `Day` is missing; the nearest is `Date`",
                "Customer,Net amount,Net_Amount,Day | the column `Net Amount` stands several times: as columns 2 (`Net amount`), 3 (`Net_Amount`); give each a name of its own",
                "Customer,Net,Net,Day   | the column `Net` stands several times: as columns 2 (`Net`), 3 (`Net`); give each a name of its own",
            })
    void aDocumentWithoutAMappedColumnIsRefusedNamingTheNearest(String headers, String detail) {
        assertThatThrownBy(() -> csv("", MAPPING, headers + "\n77,5.00,2026-10-02,x\n"))
                .isInstanceOfSatisfying(RefusedException.class, refusal -> {
                    assertThat(refusal.rule()).isEqualTo(RuleCode.MALFORMED_DOCUMENT);
                    assertThat(refusal.place()).isEqualTo("row 1");
                    assertThat(refusal).hasMessage(detail);
                });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"dd.MM.yyyy\"                 | 02.10.2026           | 2026-10-02",
                "[\"dd.MM.yyyy\", \"iso\"]      | 2026-10-02           | 2026-10-02",
                "\"M/d/yy\"                     | 10/2/26              | 2026-10-02",
                "\"yyyyMMdd\"                   | 20261002             | 2026-10-02",
                "\"dd-MMM-yyyy\"                | 02-Oct-2026          | 2026-10-02",
                "\"dd.MM.yyyy HH:mm\"           | 02.10.2026 23:59     | 2026-10-02",
                "\"iso\"                        | 2026-10-02T23:30:00-02:00 | 2026-10-03",
                "\"iso\"                        | 2026-10-02 07:00:00 UTC   | 2026-10-02",
                "[\"dd/MM/yyyy\", \"MM/dd/yyyy\"] | 25/10/2026         | 2026-10-25",
            })
    void datesAreReadByTheDescriptorsPatterns(String pattern, String text, String day) {
        CanonicalLine line = only(csv(", \"date\": " + pattern, MAPPING, "Customer,Net,Day\n77,5.00," + text + "\n"));

        assertThat(line.period().from()).isEqualTo(day);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[\"dd/MM/yyyy\", \"MM/dd/yyyy\"] | 03/10/2026 | from: \"03/10/2026\" can be 2026-10-03 and 2026-03-10 by the descriptor's patterns",
                "\"yyyy-MM-dd\"                   | 2026-02-30 | from: \"2026-02-30\" is not a date as the descriptor says (yyyy-MM-dd)",
            })
    void aDateThatIsNoneOrTwoIsAFlawOfItsLine(String pattern, String text, String detail) {
        Parsing parsed = csv(", \"date\": " + pattern, MAPPING, "Customer,Net,Day\n77,5.00," + text + "\n");

        assertThat(parsed.flaws)
                .singleElement()
                .satisfies(flaw -> assertThat(flaw.detail()).isEqualTo(detail));
    }

    @Test
    void columnsMayBeExpressions() {
        Parsing parsed = csv(", \"decimal\": \",\", \"separator\": \";\", \"date\": \"dd.MM.yyyy\"", """
                {"columns": {
                   "number": {"concat": [{"constant": "KB"}, {"column": "Day", "dateAs": "yyyy-MM"}], "separator": "-"},
                   "account": {"column": "Customer", "from": 4, "length": 3},
                   "product": {"column": "Code", "lookup": "products"},
                   "description": {"first": ["Text", "Code"]},
                   "group": [{"column": "Code"}, {"column": "Region", "optional": true}],
                   "unit": {"column": "Unit", "lookup": "units", "default": "piece"},
                   "quantity": "Qty",
                   "net": "Net",
                   "taxRate": "VAT",
                   "from": "Day"},
                 "tables": {"products": {"F1": "film", "s2": "series"}, "units": {"h": "hour"}},
                 "constants": {"currency": "EUR"},
                 "units": "blocks"}
                """, """
                Customer;Code;Text;Unit;Qty;Net;VAT;Day
                DE-077-x;f1 ;;h;2;7,00;25,5 %;02.10.2026
                DE-078-x;S2;Season one;;1;1.000,00;24;02.10.2026
                DE-078-x;Z9;;;1;1,00;24;02.10.2026
                """);

        assertThat(parsed.bill.orElseThrow().number()).isEqualTo("KB-2026-10");
        assertThat(parsed.lines).hasSize(2);
        assertThat(parsed.lines.get(0)).satisfies(line -> {
            assertThat(line.account()).isEqualTo("077");
            assertThat(line.product()).isEqualTo("film");
            assertThat(line.description()).isEqualTo("f1");
            assertThat(line.unit()).isEqualTo("hour");
            assertThat(line.tax().rate()).isEqualByComparingTo("25.5");
        });
        assertThat(parsed.lines.get(1).unit()).isEqualTo("piece");
        assertThat(parsed.lines.get(1).description()).isEqualTo("Season one");
        assertThat(parsed.flaws).singleElement().satisfies(flaw -> {
            assertThat(flaw.place()).isEqualTo("row 4");
            assertThat(flaw.detail()).isEqualTo("the table products has nothing for \"Z9\"");
        });
    }

    @Test
    void aJsonataExpressionSeesTheRowAndReckonsExactly() {
        // 19.90 × 3 − 10 % = 53.73: in floating point it would be 53.730000000000004
        CanonicalLine line = only(csv("", """
                {"columns": {"account": "Customer",
                   "net": {"jsonata": "$subtract($multiply(Price, Pieces), $divide($multiply(Price, Pieces), '10', '3'))"}},
                 "constants": {"currency": "EUR"}}
                """, "Customer,Price,Pieces\n77,19.90,3\n"));

        assertThat(line.net()).isEqualByComparingTo("53.73");
    }

    @Test
    void anExpressionThatFallsIntoFloatingPointIsAFlawOfItsLine() {
        Parsing parsed = csv("", """
                {"columns": {"account": "Customer", "net": {"jsonata": "$number(Price) * 3"}}, "constants": {"currency": "EUR"}}
                """, "Customer,Price\n77,19.90\n");

        assertThat(parsed.flaws)
                .singleElement()
                .satisfies(flaw -> assertThat(flaw.detail()).contains("floating point"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"negate\"                                        | -5.00 | Charge | 5.00  | 2",
                "\"negate\"                                        | 5.00  | Credit | -5.00 | 2",
                "{\"column\": \"Kind\", \"credit\": [\"Credit\"]}  | 5.00  | CREDIT | -5.00 | -2",
                "{\"column\": \"Kind\", \"credit\": [\"Credit\"]}  | -5.00 | credit | -5.00 | -2",
                "{\"column\": \"Kind\", \"credit\": [\"Credit\"]}  | 5.00  | Charge | 5.00  | 2",
            })
    void theSignConventionTellsChargesFromCredits(
            String sign, String net, String kind, String expected, String quantity) {
        CanonicalLine line = only(csv(
                "",
                "{\"columns\": {\"account\": \"Customer\", \"net\": \"Net\", \"quantity\": \"Qty\", \"reference\": \"Kind\"}, \"constants\": {\"currency\": \"EUR\"}, \"sign\": "
                        + sign + "}",
                "Customer,Net,Kind,Qty\n77," + net + "," + kind + ",2\n"));

        assertThat(line.net()).isEqualByComparingTo(expected);
        assertThat(line.quantity()).isEqualByComparingTo(quantity);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"negate\"                                       | -5.00,Charge~2.00,Charge~-3.00,Sum | 3.00",
                "{\"column\": \"Kind\", \"credit\": [\"Credit\"]} | 5.00,Charge~2.00,Credit~3.00,Sum   | 3.00",
            })
    void theTotalHasTheSignOfTheLines(String sign, String rows, String total) {
        Parsing parsed = csv(
                "",
                "{\"columns\": {\"account\": \"Customer\", \"net\": \"Net\"}, \"constants\": {\"currency\": \"EUR\"}, \"totals\":"
                        + " {\"column\": \"Kind\", \"equals\": \"Sum\", \"net\": \"Net\"}, \"sign\": "
                        + sign + "}",
                "Customer,Net,Kind\n77," + rows.replace("~", "\n77,") + "\n");

        assertThat(parsed.net()).isEqualByComparingTo(total);
        assertThat(parsed.bill.orElseThrow().statedNet()).isEqualByComparingTo(total);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "77,1.00~78,2.00~           | the row of totals (\"Customer\" = Total) is missing: the document has been cut",
                "77,1.00,~Total,1.00,2~      | the document says that it has 2 lines, and has 1",
            })
    void aDocumentThatDoesNotEndAsItShouldHasBeenCut(String rows, String detail) {
        assertThatThrownBy(() -> csv("", """
                        {"columns": {"account": "Customer", "net": "Net"}, "constants": {"currency": "EUR"},
                         "totals": {"column": "Customer", "equals": "Total", "net": "Net", "lines": "Count", "required": true}}
                        """, "Customer,Net,Count\n" + rows.replace('~', '\n')))
                .isInstanceOf(RefusedException.class)
                .hasMessage(detail);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"type\": \"csv\", \"quote\": \";\", \"separator\": \";\"} | {\"columns\": {\"account\": \"a\", \"net\": \"b\"}} | /format/quote",
                "{\"type\": \"csv\", \"date\": [\"yyyy-MM-dd\", \"nonsense\"]} | {\"columns\": {\"account\": \"a\", \"net\": \"b\"}} | /format/date",
                "{\"type\": \"csv\"} | {\"columns\": {\"account\": \"a\", \"net\": {\"column\": \"b\", \"lookup\": \"none\"}}} | /mapping/columns",
                "{\"type\": \"csv\"} | {\"columns\": {\"account\": \"a\", \"net\": {\"jsonata\": \"$sum(\"}}} | /mapping/columns",
                "{\"type\": \"csv\"} | {\"columns\": {\"account\": \"a\", \"net\": {\"constant\": \"1\", \"column\": \"b\"}}} | /mapping/columns/net",
                "{\"type\": \"csv\", \"encoding\": \"klingon\"} | {\"columns\": {\"account\": \"a\", \"net\": \"b\"}} | /format/encoding",
                "{\"type\": \"fixed-width\", \"columns\": [{\"name\": \"a\", \"from\": 1, \"length\": 5}, {\"name\": \"b\", \"from\": 3, \"length\": 5}]} | {\"columns\": {\"account\": \"a\", \"net\": \"b\"}} | /format/records",
            })
    void aDescriptorThatCantWorkIsRefusedWithThePointer(String format, String mapping, String pointer) {
        assertThat(new DescriptorReader().problems("""
                        {"key": "test", "partner": "test", "agreement": "test", "kind": "BILL", "transport": {"type": "push"},
                         "format": %s, "mapping": %s}
                        """.formatted(format, mapping)))
                .isNotEmpty()
                .anySatisfy(problem -> assertThat(problem.pointer()).startsWith(pointer));
    }
}
