package io.billinghub.adapters.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.billinghub.adapters.descriptor.AdapterDescriptor;
import io.billinghub.adapters.descriptor.DescriptorReader;
import io.billinghub.adapters.model.RefusedException;
import io.billinghub.adapters.model.RuleCode;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Each published flat document comes in through its preset with its totals, or is refused; they lie beside the project and
 * are not part of it. Totals were added up apart from the hub.
 */
class PublicFlatSamplesTest {

    private static final Path SAMPLES = Path.of(System.getProperty("hub.root", "."), "..", "shared", "partner-samples");

    private static Parsing read(String preset, String dates, String file) {
        Path path = SAMPLES.resolve(file);
        assumeTrue(Files.exists(path), "the public samples are not here: " + path);
        String format = dates == null ? "" : ", \"format\": {\"date\": [\"" + dates.replace(" ", "\", \"") + "\"]}";
        AdapterDescriptor descriptor = new DescriptorReader().read("""
                {"key": "test", "partner": "test", "agreement": "test", "transport": {"type": "push"}, "preset": "%s"%s}
                """.formatted(preset, format));
        return Parsing.of(descriptor, path.getFileName().toString(), path);
    }

    /** FOCUS wants ISO 8601; the published bills of software services have dates as 5/1/25, which the descriptor must say. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "focus             | -      | focus/focus_sample.csv                                | 1000 | 20.52022672899  | USD | 2024-09-01 | 2024-11-01",
                "focus             | M/d/yy | focus-saas/saas_spend_agreements_a1.csv               | 4    | 1200            | USD | 2025-04-01 | 2026-04-01",
                "focus             | M/d/yy | focus-saas/saas_spend_agreements_a2.csv               | 13   | 1200            | USD | 2025-04-01 | 2026-04-01",
                "focus             | M/d/yy | focus-saas/saas_spend_agreements_b1.csv               | 5    | 1200            | USD | 2025-04-01 | 2026-04-01",
                "focus             | M/d/yy | focus-saas/saas_spend_agreements_b2.csv               | 14   | 1200            | USD | 2025-04-01 | 2026-04-01",
                "focus             | M/d/yy | focus-saas/simple_saas_agreements_a1.csv              | 1    | 10000.00        | USD | 2025-04-01 | 2025-05-01",
                "focus             | M/d/yy | focus-saas/simple_saas_agreements_a2.csv              | 1    | 50000.00        | USD | 2025-04-01 | 2025-05-01",
                "focus             | M/d/yy | focus-saas/simple_saas_agreements_a3.csv              | 1    | 1000.00         | USD | 2025-06-01 | 2025-07-01",
                "focus             | M/d/yy | focus-saas/simple_saas_agreements_b.csv               | 1    | 50000.00        | USD | 2026-03-01 | 2026-04-01",
                // 10,100 + 13,000 + 12,700
                "focus             | M/d/yy | focus-saas/simple_saas_agreements_c.csv               | 3    | 35800.00        | USD | 2025-04-01 | 2025-07-01",
                "focus             | M/d/yy | focus-saas/virtual_currency_pricing_model_a1.csv      | 1    | 200000.00       | USD | 2025-04-01 | 2025-05-01",
                "focus             | M/d/yy | focus-saas/virtual_currency_pricing_model_a2.csv      | 3    | 0.00            | USD | 2025-04-01 | 2025-05-01",
                "focus             | M/d/yy | focus-saas/virtual_currency_pricing_model_b1.csv      | 1    | 100000.00       | USD | 2025-04-01 | 2025-05-01",
                "focus             | M/d/yy | focus-saas/virtual_currency_pricing_model_b2.csv      | 3    | 0.00            | USD | 2025-04-01 | 2025-05-01",
                "focus             | M/d/yy | focus-saas/virtual_currency_pricing_model_b3.csv      | 3    | 0.00            | USD | 2025-04-01 | 2025-05-01",
                "focus             | M/d/yy | focus-saas/virtual_currency_pricing_model_c.csv       | 2    | 53000.00        | USD | 2025-10-01 | 2025-11-01",
                // 8.5450077867419368, of which one row has 16 decimals and is rounded to 12
                "azure-cost-export | -      | azure-cost-export/EA_ActualCost_Small.csv             | 11   | 8.545007786742  | USD | -          | -",
            })
    void itComesInWithItsTotals(
            String preset, String dates, String file, int lines, String net, String currency, String from, String to) {
        Parsing parsed = read(preset, dates, file);

        assertThat(parsed.flaws).isEmpty();
        assertThat(parsed.lines).hasSize(lines);
        assertThat(parsed.net()).isEqualByComparingTo(net);
        assertThat(parsed.bill).hasValueSatisfying(bill -> {
            assertThat(bill.currency()).isEqualTo(currency);
            assertThat(String.valueOf(bill.periodFrom())).isEqualTo(String.valueOf(from));
            assertThat(String.valueOf(bill.periodTo())).isEqualTo(String.valueOf(to));
        });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // shortened extracts: they name no currency and no account
                "focus | focus-saas/commitment_discount_purchase_scenario_1.csv | MALFORMED_DOCUMENT | the column `BillingCurrency` is missing",
                "focus | focus-saas/commitment_discount_purchase_scenario_2.csv | MALFORMED_DOCUMENT | the column `BillingCurrency` is missing",
                "focus | focus-saas/commitment_discount_purchase_scenario_3.csv | MALFORMED_DOCUMENT | the column `BillingCurrency` is missing",
                // tables about formats, no bills
                "focus | focus/aws-cur-to-focus-mapping.csv | MALFORMED_DOCUMENT | the column `BilledCost` is missing",
                "focus | focus/gcp-to-focus-mapping.csv     | MALFORMED_DOCUMENT | the column `BilledCost` is missing",
                "azure-cost-export | azure-cost-export/azure-pricing-units.csv | MALFORMED_DOCUMENT | is missing",
            })
    void itIsRefused(String preset, String file, RuleCode code, String detail) {
        assertThatThrownBy(() -> read(preset, null, file)).isInstanceOfSatisfying(RefusedException.class, refusal -> {
            assertThat(refusal.rule()).isEqualTo(code);
            assertThat(refusal).hasMessageContaining(detail);
        });
    }

    /** With the preset alone, dates that could be American or European are held, never guessed. */
    @ParameterizedTest
    @CsvSource({"simple_saas_agreements_c.csv, 3", "virtual_currency_pricing_model_c.csv, 2"})
    void datesThatTheDescriptorDoesNotNameAreHeld(String file, int rows) {
        Parsing parsed = read("focus", null, "focus-saas/" + file);

        assertThat(parsed.lines).isEmpty();
        assertThat(parsed.flaws)
                .hasSize(rows)
                .allSatisfy(flaw -> assertThat(flaw.rule()).isEqualTo(RuleCode.MALFORMED_LINE));
    }
}
