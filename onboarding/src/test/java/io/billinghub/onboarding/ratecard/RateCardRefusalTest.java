package io.billinghub.onboarding.ratecard;

import static org.assertj.core.api.Assertions.assertThat;

import io.billinghub.onboarding.priceplan.model.PlanFinding;
import io.billinghub.onboarding.priceplan.model.PlanReading;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is wrong with a rate card is told with its row and column. */
class RateCardRefusalTest {

    private static final List<String> COLUMNS = List.of(
            "plan",
            "version",
            "name",
            "currency",
            "unit",
            "validFrom",
            "model",
            "dim.zone",
            "otherwise",
            "cellModel",
            "from",
            "upTo",
            "unitPrice",
            "fee",
            "priceBase",
            "percent",
            "usage.filters",
            "usage.increment");
    private static final String HEADERS = String.join(",", COLUMNS) + "\n";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                // fields of the rows, ~ between rows; plan p, version 1 and, on the first row, all else that a plan has
                // | place | problem
                "unitPrice=0,25                   | row 2, column unitPrice | has a comma",
                "unitPrice=1,234.56               | row 2, column unitPrice | write a point before the decimals",
                "unitPrice=1 234,56               | row 2, column unitPrice | nothing between thousands",
                "unitPrice=1e3                    | row 2, column unitPrice | '1e3' is not a number",
                "unitPrice=0.25 EUR               | row 2, column unitPrice | without currency",
                "unitPrice=.5                     | row 2, column unitPrice | '.5' is not a number",
                "unitPrice=1111111111111111111111 | row 2, column unitPrice | is not a number; allowed are up to",
                "unitPrice=                       | row 2                   | unitPrice is missing",
                "unitPrice=1;priceBase=0          | row 2, column priceBase | greater than zero",
                "unitPrice=1;currency=EURO        | row 2, column currency  | 'EURO' is not a currency",
                "unitPrice=1;validFrom=1.1.2027   | row 2, column validFrom | '1.1.2027' is not a date",
                "unitPrice=1;plan=P 1             | row 2                   | key must be at most 64 small letters",
                "unitPrice=1;version=one          | row 2, column version   | 'one' is not a whole number",
                "unitPrice=1;version=             | row 2, column version   | is missing",
                "unitPrice=1;plan=                | row 2, column plan      | is missing",
                "unitPrice=1;model=               | row 2, column model     | is missing; allowed are blockTiers,"
                        + " flat,",
                "unitPrice=1;model=perunit        | row 2, column model     | 'perunit' is no charge model of rate"
                        + " cards; allowed",
                "unitPrice=1;model=timeOfUse      | row 2, column model     | timeOfUse does not fit into rows: send"
                        + " this plan as JSON",
                "unitPrice=1;model=dynamic        | row 2, column model     | dynamic does not fit into rows",
                "unitPrice=1;percent=5            | row 2, column percent   | is no column of the model perUnit, which"
                        + " has unitPrice, priceBase",
                "unitPrice=1 ~ unitPrice=2        | row 3                   | second row for the same plan as row 2",
                "model=graduated;upTo=10;unitPrice=1 ~ name=Q;unitPrice=2 | row 3, column name | differs from row 2",
                "model=graduated;upTo=10;unitPrice=1 ~ upTo=5;unitPrice=2 ~ unitPrice=3 | row 2 | tiers[1]",
                "model=graduated;upTo=10;unitPrice=1         | row 2 | the last tier must be open",
                "model=graduated;from=0;upTo=10;unitPrice=1 ~ from=11;unitPrice=2 | row 3, column from | is 11, but"
                        + " the tier before it ends at 10",
                "model=graduated;upTo=10;unitPrice=1 ~ upTo=;unitPrice=x | row 3, column unitPrice | 'x' is not a"
                        + " number",
                "model=stairStep;unitPrice=1                 | row 2, column unitPrice | is no column of the model"
                        + " stairStep, which has feeAtZero, upTo, fee",
                "unitPrice=1;dim.zone=EU                     | row 2, column dim.zone | belongs to a matrix",
                "unitPrice=1;otherwise=true                  | row 2, column otherwise | belongs to a matrix",
                "model=matrix;dim.zone=EU;otherwise=true;unitPrice=1 | row 2, column otherwise | no values of"
                        + " dimensions",
                "model=matrix;dim.zone=EU;otherwise=yes;unitPrice=1  | row 2, column otherwise | 'yes' is neither true"
                        + " nor false",
                "model=matrix;dim.zone=EU;unitPrice=1 ~ dim.zone=EU;unitPrice=2 | row 3 | second row for the same cell"
                        + " as row 2",
                "model=matrix;dim.zone=EU;cellModel=capacity;unitPrice=1 | row 2, column cellModel | capacity does not"
                        + " fit into rows",
                "model=matrix;dim.zone=EU;unitPrice=1 ~ dim.zone=NO;unitPrice=x | row 3, column unitPrice | 'x' is not"
                        + " a number",
                "model=matrix;dim.zone=EU;unitPrice=1 ~ dim.zone=NO;unitPrice=1;priceBase=-1 | row 3, column priceBase"
                        + " | greater than zero",
                "unitPrice=1;usage.filters=service is voice     | row 2, column usage.filters | 'service is voice' is"
                        + " no filter",
                "unitPrice=1;usage.filters=service EXISTS voice | row 2, column usage.filters | EXISTS takes no values",
                "unitPrice=1;usage.increment=6                  | row 2 | mode is missing",
            })
    void aWrongFieldIsNamed(String rows, String place, String problem) {
        List<PlanFinding> findings = refused(card(rows));
        assertThat(findings).anySatisfy(finding -> {
            assertThat(finding.place().words()).isEqualTo(place);
            assertThat(finding.message()).contains(problem);
        });
    }

    private static byte[] card(String rows) {
        StringBuilder card = new StringBuilder(HEADERS);
        Map<String, String> fields =
                new HashMap<>(Map.of("name", "P", "currency", "EUR", "unit", "GB", "model", "perUnit"));
        for (String row : rows.split("~", -1)) {
            fields.putAll(Map.of("plan", "p", "version", "1"));
            for (String field : row.strip().split(";", -1)) {
                int equals = field.indexOf('=');
                fields.put(field.substring(0, equals), field.substring(equals + 1));
            }
            card.append(COLUMNS.stream()
                            .map(column -> "\"" + fields.getOrDefault(column, "") + "\"")
                            .collect(Collectors.joining(",")))
                    .append('\n');
            fields.clear();
        }
        return card.toString().getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void aDecimalCommaBetweenCommasMakesAFieldTooMany() {
        List<PlanFinding> findings =
                refused("plan,version,model,unitPrice\np,1,perUnit,0,25\n".getBytes(StandardCharsets.UTF_8));
        assertThat(findings.get(0).place().words()).isEqualTo("row 2");
        assertThat(findings.get(0).message())
                .isEqualTo("has 5 fields where the headers have 4; a value with the separator in it"
                        + " stands in double quotes, and decimals have a point");
    }

    @Test
    void aQuoteThatDoesNotEndIsToldOfTheFile() {
        List<PlanFinding> findings = refused("plan,version\np,\"1\n".getBytes(StandardCharsets.UTF_8));
        assertThat(findings.get(0).place().words()).isEmpty();
        assertThat(findings.get(0).message()).startsWith("is no CSV");
    }

    @Test
    void aHeaderThatIsNotKnownIsNamedWithThoseThatAre() {
        List<PlanFinding> findings = refused("plan,version,prize,plan\n".getBytes(StandardCharsets.UTF_8));
        assertThat(findings)
                .extracting(finding -> finding.place().words())
                .containsExactly("row 1, column prize", "row 1, column plan");
        assertThat(findings.get(0).message())
                .contains("plan, version, name, product")
                .contains("dim.zone");
        assertThat(findings.get(1).message()).isEqualTo("stands twice");
    }

    @Test
    void aFileWithoutPricesIsRefused() {
        assertThat(refused(new byte[0]).get(0).message()).startsWith("is empty");
        assertThat(refused(HEADERS.getBytes(StandardCharsets.UTF_8)).get(0).message())
                .isEqualTo("has no row with a price");
        assertThat(refused("plan\nå".getBytes(StandardCharsets.ISO_8859_1))
                        .get(0)
                        .message())
                .contains("UTF-8");
    }

    @Test
    void tenThousandRowsAreTakenAndOneMoreIsNot() {
        String rows = IntStream.range(0, 10_000)
                .mapToObj(i -> "p,1,P,EUR,GB,,matrix,z" + i + ",,,,," + i + ",,,,,\n")
                .collect(Collectors.joining());
        assertThat(RateCard.read((HEADERS + rows).getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(PlanReading.Accepted.class);
        List<PlanFinding> findings =
                refused((HEADERS + rows + "p,1,P,EUR,GB,,matrix,z,,,,,1,,,,,\n").getBytes(StandardCharsets.UTF_8));
        assertThat(findings.get(0).message()).startsWith("has more than 10000 rows");
    }

    private static List<PlanFinding> refused(byte[] csv) {
        PlanReading reading = RateCard.read(csv);
        assertThat(reading).isInstanceOf(PlanReading.Refused.class);
        return ((PlanReading.Refused) reading).findings();
    }
}
