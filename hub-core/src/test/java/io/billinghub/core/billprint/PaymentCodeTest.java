package io.billinghub.core.billprint;

import static org.assertj.core.api.Assertions.assertThat;

import io.billinghub.core.invoice.sample.SampleBills;
import io.billinghub.core.invoice.sample.SampleInvoice;
import org.junit.jupiter.api.Test;

class PaymentCodeTest {
    @Test
    void saysWhomHowMuchAndWhatFor() {
        assertThat(PaymentCode.content(SampleBills.consumer("fi")))
                .hasValue(String.join(
                        "\n",
                        "BCD",
                        "002",
                        "1",
                        "SCT",
                        "NDEAFIHH",
                        "Nordlys Telecom Oy",
                        "FI2112345600000785",
                        "EUR105.50",
                        "",
                        "RF332348236"));
    }

    @Test
    void thereIsNoneWithoutAnAmountOrInAnotherCurrency() {
        assertThat(PaymentCode.content(SampleBills.inFavour("fi"))).isEmpty();
        assertThat(PaymentCode.content(SampleBills.of(
                        SampleBills.TUULI_OY,
                        "en",
                        new SampleInvoice().number("1").currency("SEK").line("Mobile", "1", "month", "299.00"))))
                .isEmpty();
    }
}
