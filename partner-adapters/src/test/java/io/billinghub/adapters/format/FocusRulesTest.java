package io.billinghub.adapters.format;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.billinghub.adapters.model.CanonicalLine;
import io.billinghub.adapters.model.RefusedException;
import io.billinghub.adapters.model.RuleCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What each kind of FOCUS row becomes. */
class FocusRulesTest {

    private static final String HEAD =
            "BilledCost,EffectiveCost,BillingCurrency,PricingCurrency,ChargeCategory,ChargeClass,SkuId,ResourceId,"
                    + "BillingAccountId,SubAccountId,ServiceName,ChargePeriodStart,ChargePeriodEnd,ConsumedQuantity,ConsumedUnit\n";
    private static final String PERIOD = ",2026-10-01T00:00:00Z,2026-11-01T00:00:00Z,,\n";

    private static Parsing read(String rows) {
        return Parsing.of(Parsing.preset("focus"), "focus.csv", (HEAD + rows).getBytes(UTF_8));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                // row                                                              | net     | account | reference
                "12.5,12.5,USD,USD,Usage,,SKU-1,res-1,900,482,Compute               | 12.5    | 482     | SKU-1",
                "8760,0,USD,USD,Purchase,,SKU-C,commit-1,900,482,Compute            | 8760    | 482     | SKU-C",
                // what a commitment has paid already costs nothing here, however much is spread over it
                "0,1.00,USD,USD,Usage,,SKU-1,res-1,900,482,Compute                  | 0       | 482     | SKU-1",
                "-3.2,-3.2,USD,USD,Credit,,,,900,482,Compute                        | -3.2    | 482     | FOCUS Credit",
                "-1.1,-1.1,USD,USD,Usage,Correction,SKU-1,res-1,900,482,Compute     | -1.1    | 482     | FOCUS Usage",
                "-19,-19,USD,USD,Purchase,,SKU-9,,900,482,Marketplace               | -19     | 482     | SKU-9",
                "-0.5,-0.5,USD,USD,Adjustment,,,res-7,900,482,Compute               | -0.5    | 482     | res-7",
                // without a sub-account the billing account is the customer
                "2,2,USD,USD,Usage,NULL,NULL,NULL,900,NULL,Support                  | 2       | 900     | -",
                // priced in tokens, billed in money
                "0.00,490,USD,Token,Usage,,SKU-T,,900,482,Widgets                   | 0       | 482     | SKU-T",
            })
    void aChargeIsItsBilledCost(String row, String net, String account, String reference) {
        Parsing parsed = read(row + PERIOD);

        assertThat(parsed.flaws).isEmpty();
        CanonicalLine line = parsed.lines.get(0);
        assertThat(line.net()).isEqualByComparingTo(net);
        assertThat(line.account()).isEqualTo(account);
        assertThat(line.creditReference()).isEqualTo(reference);
        assertThat(line.period().to()).isEqualTo("2026-11-01");
    }

    @Test
    void aRowWithoutACurrencyIsNotTakenForOneInTheDocuments() {
        Parsing parsed = read("1,1,,USD,Usage,,SKU-1,res-1,900,482,Compute" + PERIOD
                + "2,2,USD,USD,Usage,,SKU-1,res-1,900,482,Compute" + PERIOD
                + "4,4,NULL,USD,Usage,,SKU-1,res-1,900,482,Compute" + PERIOD);

        assertThat(parsed.net()).isEqualByComparingTo("2");
        assertThat(parsed.flaws)
                .hasSize(2)
                .allSatisfy(flaw -> assertThat(flaw.detail()).isEqualTo("BillingCurrency is missing"));
    }

    @Test
    void aRowOfTaxIsEvidence() {
        Parsing parsed = read("12.41,0,USD,USD,Tax,,,,900,482,Tax" + PERIOD);

        assertThat(parsed.lines).isEmpty();
        assertThat(parsed.evidence)
                .singleElement()
                .satisfies(row -> assertThat(row.rule()).isEqualTo(RuleCode.TAX_ROW_IGNORED));
    }

    @ParameterizedTest
    @CsvSource({"Token", "CREDITS", "DBU", "$"})
    void aBillInAVirtualCurrencyIsRefused(String currency) {
        assertThatThrownBy(() -> read("5,5," + currency + ",,Usage,,SKU-1,,900,482,Widgets" + PERIOD))
                .isInstanceOfSatisfying(RefusedException.class, refusal -> {
                    assertThat(refusal.rule()).isEqualTo(RuleCode.UNKNOWN_CURRENCY);
                    assertThat(refusal.place()).isEqualTo("row 2");
                    assertThat(refusal)
                            .hasMessage("BillingCurrency is \"" + currency
                                    + "\", which is no currency of ISO 4217: tokens and credits can't be billed");
                });
    }

    @Test
    void aRowInAnotherCurrencyIsHeld() {
        Parsing parsed = read("5,5,USD,,Usage,,A,,900,482,X" + PERIOD + "5,5,EUR,,Usage,,A,,900,482,X" + PERIOD);

        assertThat(parsed.lines).hasSize(1);
        assertThat(parsed.flaws)
                .singleElement()
                .satisfies(flaw -> assertThat(flaw.rule()).isEqualTo(RuleCode.LINE_CURRENCY_DIFFERS));
    }
}
