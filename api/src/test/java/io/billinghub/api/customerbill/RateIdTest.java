package io.billinghub.api.customerbill;

import static org.assertj.core.api.Assertions.assertThat;

import io.billinghub.api.tmf630.Binds;
import io.billinghub.api.tmf630.Operator;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The id of an applied rate leads to one line of one bill. */
class RateIdTest {

    private static final UUID BILL = UUID.fromString("0199f2a1-6a55-7cc3-8c0f-5c3a1d9e0b11");

    @Test
    void comesBackFromItsText() {
        assertThat(RateId.parse(new RateId(BILL, 17).toString())).contains(new RateId(BILL, 17));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "17",
                "0199f2a1-6a55-7cc3-8c0f-5c3a1d9e0b11",
                "0199f2a1-6a55-7cc3-8c0f-5c3a1d9e0b11-",
                "0199f2a1-6a55-7cc3-8c0f-5c3a1d9e0b11-0",
                "0199f2a1-6a55-7cc3-8c0f-5c3a1d9e0b11--1",
                "0199f2a1-6a55-7cc3-8c0f-5c3a1d9e0b11-9999999999",
                "0199f2a1-6a55-7cc3-8c0f-5c3a1d9e0b11-1 or true",
            })
    void isNotReadFromAnyOtherText(String text) {
        assertThat(RateId.parse(text)).isEmpty();
    }

    @Test
    void filtersByBillAndPosition() {
        assertThat(RateId.filter("id", Operator.EQ, List.of(BILL + "-2"), new Binds()))
                .isEqualTo("(false or (b.uuid = $1::uuid and l.position = $2::integer))");
    }

    @Test
    void matchesNothingForATextThatNoRateHas() {
        assertThat(RateId.filter("id", Operator.EQ, List.of("nonsense"), new Binds()))
                .isEqualTo("(false)");
    }
}
