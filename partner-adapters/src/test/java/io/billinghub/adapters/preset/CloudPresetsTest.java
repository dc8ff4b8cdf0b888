package io.billinghub.adapters.preset;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.billinghub.adapters.format.Parsing;
import io.billinghub.adapters.model.CanonicalLine;
import io.billinghub.adapters.model.RefusedException;
import java.io.IOException;
import java.io.InputStream;
import java.math.RoundingMode;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The totals of the cloud presets' samples, reckoned by hand; and the other names that their columns have. */
class CloudPresetsTest {

    private static Parsing parsed(String preset, String sample) {
        return Parsing.of(Parsing.preset(preset), "sample.csv", sample.getBytes(UTF_8));
    }

    private static String sample(String preset) {
        return Presets.of(preset).orElseThrow().sample();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // 2 × 0.0912 + 0.384 − 0.384 (the savings plan pays) + 0.30 + 1234 × 0.0000004 − 1.25 − 0.0912 + 19;
                // tax apart
                "aws-cur               | 9 | 1 | 18.1416936",
                // 24 × 0.11 + 0.00004 + 0.21268368 + 0.225806451613 (7 ÷ 31, of 17 decimals) + 3.25 − 1.10 + 0 + 2.25
                "azure-cost-export     | 8 | 0 | 7.478530131613",
                // (12.5 − 2.5) + 0.034 + (5 − 1.25 − 0.75) + 29 − 0.4 + 0.000012; tax apart
                "google-billing-export | 6 | 1 | 41.634012",
                // 0.06 + 0.0255 − 0.03 + 1.5, in which the overage is already
                "oci-cost-report       | 4 | 0 | 1.5555",
            })
    void theSampleAddsUp(String preset, int lines, int evidence, String net) {
        Parsing parsed = parsed(preset, sample(preset));

        assertThat(parsed.flaws).isEmpty();
        assertThat(parsed.lines).hasSize(lines);
        assertThat(parsed.evidence).hasSize(evidence);
        assertThat(parsed.net()).isEqualByComparingTo(net);
        assertThat(parsed.lines)
                .filteredOn(line -> line.net().signum() < 0)
                .allSatisfy(line -> assertThat(line.creditReference()).isNotBlank());
        assertThat(parsed.lines.stream().map(line -> line.identity())).doesNotHaveDuplicates();
    }

    @Test
    void awsWritesTheSameColumnsInTwoWays() {
        String legacy = sample("aws-cur");
        String headers = legacy.substring(0, legacy.indexOf('\n'));
        // lineItem/UsageStartDate is line_item_usage_start_date in CUR 2.0
        String snake =
                headers.replaceAll("([a-z])([A-Z])", "$1_$2").replace('/', '_').toLowerCase(java.util.Locale.ROOT);

        Parsing parsed = parsed("aws-cur", snake + legacy.substring(headers.length()));

        assertThat(snake).contains("line_item_usage_start_date");
        assertThat(parsed.net()).isEqualByComparingTo("18.1416936");
    }

    @Test
    void azureNamesItsColumnsByTheKindOfAgreement() {
        String customer = sample("azure-cost-export")
                .replace(",Cost,", ",costInBillingCurrency,")
                .replace("BillingCurrency,UnitOfMeasure", "billingCurrency,unitOfMeasure")
                .replaceAll("(10)/(\\d\\d)/(2026)", "$3-$1-$2");

        assertThat(parsed("azure-cost-export", customer).net()).isEqualByComparingTo("7.478530131613");
    }

    @ParameterizedTest
    @ValueSource(strings = {"focus", "aws-cur", "azure-cost-export"})
    void theSampleAsParquetIsTheSameBill(String preset) throws IOException {
        Parsing csv = parsed(preset, sample(preset));
        Parsing parquet = parquet(preset + "-parquet", preset + "-parquet");

        assertThat(parquet.flaws).isEmpty();
        assertThat(parquet.bill).isEqualTo(csv.bill);
        assertThat(parquet.evidence).hasSameSizeAs(csv.evidence);
        assertThat(parquet.lines)
                .extracting(CloudPresetsTest::billed)
                .isEqualTo(csv.lines.stream().map(CloudPresetsTest::billed).toList());
    }

    @Test
    void focusInParquetIsReadOnlyIfItSaysHowFloatingPointIsRounded() {
        assertThatThrownBy(() -> parquet("focus", "focus-parquet"))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("Quantity")
                .hasMessageContaining("doubleDecimals");
    }

    /** Beside the place, which is counted from the header in CSV; the quantities of Azure have up to 17 decimals there. */
    private static List<Object> billed(CanonicalLine line) {
        return Arrays.asList(
                line.account(),
                line.product(),
                line.groupingKey(),
                line.description(),
                line.quantity().setScale(12, RoundingMode.HALF_UP),
                line.unit(),
                line.net().setScale(12, RoundingMode.UNNECESSARY),
                line.tax(),
                line.period(),
                line.creditReference());
    }

    private static Parsing parquet(String preset, String sample) throws IOException {
        try (InputStream file = Presets.class.getResourceAsStream("/presets/" + sample + "/sample.parquet")) {
            return Parsing.of(Parsing.preset(preset), "sample.parquet", file.readAllBytes());
        }
    }
}
