package io.billinghub.core.invoice.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.billinghub.core.invoice.model.ChargeToBill.Account;
import io.billinghub.core.invoice.model.ChargeToBill.Place;
import io.billinghub.core.invoice.model.ChargeToBill.SellingTerms;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.joda.money.CurrencyUnit;
import org.junit.jupiter.api.Test;

/** Lines stand behind those that they refer to, in whatever order their charges come. */
class LineOrderTest {

    private static final SellingTerms HOST = new SellingTerms(false, 1, "host", Optional.empty());

    /** Each line: account, product, place, source key, first day, the day after the last one, amount. */
    private static final List<String> IN_ORDER = List.of(
            // what corrects September stands first, with its modifier
            "A-1 data SERVICE USAGE/cloud 2026-09-01 2026-10-01 4.00",
            "A-1 data REDUCTION f/ten 2026-09-01 2026-10-01 -0.40",
            // the discount begins with the first of the lines that it is taken off, the promotion stands before it
            "A-1 data SERVICE USAGE/cloud 2026-10-01 2026-11-01 20.00",
            "A-1 data SERVICE RECURRING/data-1 2026-10-16 2026-11-01 10.00",
            "A-1 data REDUCTION b/start 2026-10-16 2026-11-01 -1.00",
            "A-1 data REDUCTION f/ten 2026-10-01 2026-11-01 -2.90",
            "A-1 data PAID j/card 2026-10-01 2026-11-01 -5.00",
            "A-1 phone SERVICE RECURRING/phone-1 2026-10-01 2026-11-01 30.00",
            "A-1 phone REDUCTION f/ten 2026-10-01 2026-11-01 -3.00",
            // the fee that is paid ahead, and its own discount
            "A-1 phone SERVICE RECURRING/phone-1 2026-11-01 2026-12-01 30.00",
            "A-1 phone REDUCTION f/ten 2026-11-01 2026-12-01 -3.00",
            // the minimum is of all of these, though its product is the first one by its key
            "A-1 account-minimum TOP_UP c/great 2026-10-01 2026-11-01 20.00",
            "A-1 account-minimum PAID j/card 2026-10-01 2026-11-01 -7.00",
            "A-2 account-minimum SERVICE RECURRING/other 2026-10-01 2026-11-01 1.00",
            "A-2 data SERVICE USAGE/cloud 2026-10-01 2026-11-01 9.00");

    @Test
    void aLineStandsBehindThoseThatItRefersTo() {
        List<ChargeToBill> inOrder =
                IN_ORDER.stream().map(LineOrderTest::charge).toList();
        for (int seed = 0; seed < 20; seed++) {
            List<ChargeToBill> mixed = new ArrayList<>(inOrder);
            Collections.shuffle(mixed, new Random(seed));
            mixed.sort(LineOrder.of(mixed));
            assertThat(mixed).isEqualTo(inOrder);
        }
    }

    private static ChargeToBill charge(String text) {
        String[] words = text.split(" ", -1);
        return new ChargeToBill(
                text.hashCode(),
                new Account(words[0].hashCode(), words[0], 1, "buyer"),
                HOST,
                words[1],
                "standard",
                Place.valueOf(words[2]),
                words[3],
                BigDecimal.ONE,
                new BigDecimal(words[6]),
                CurrencyUnit.EUR,
                Optional.empty(),
                LocalDate.parse(words[4]),
                LocalDate.parse(words[5]),
                Optional.empty());
    }
}
