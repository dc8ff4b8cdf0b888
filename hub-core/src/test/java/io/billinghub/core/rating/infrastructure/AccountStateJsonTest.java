package io.billinghub.core.rating.infrastructure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.billinghub.core.rating.modifier.commitment.CommitmentState;
import io.billinghub.core.rating.modifier.discount.CouponUse;
import io.billinghub.core.rating.modifier.loyalty.PointLot;
import io.billinghub.core.rating.modifier.pricing.AccountState;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What an account keeps is read as it was written. */
class AccountStateJsonTest {

    @Test
    void whatIsWrittenIsReadAsAnEqualState() {
        AccountState state = new AccountState(
                Map.of("deal/two", new CommitmentState(1, new BigDecimal("24.90"), BigDecimal.ZERO, BigDecimal.ZERO)),
                Map.of("HELLO", new CouponUse(2, new BigDecimal("10.00"))),
                List.of(new PointLot(LocalDate.parse("2026-11-01"), null, new BigDecimal("24"))),
                List.of(),
                Map.of("gift/all", new BigDecimal("0.000000000000000000000000000000000000001")));
        assertThat(AccountStateJson.read(AccountStateJson.write(state))).isEqualTo(state);
        assertThat(AccountStateJson.read(AccountStateJson.write(AccountState.START)))
                .isEqualTo(AccountState.START);
    }

    @Test
    void anotherLayoutIsRefused() {
        assertThatThrownBy(() -> AccountStateJson.read("{\"version\":2,\"state\":{}}"))
                .hasMessageContaining("version must be 1, but is 2");
        assertThatThrownBy(() -> AccountStateJson.read("{\"version\":1,\"state\":{\"coupon\":{}}}"))
                .hasMessageContaining("coupon");
        assertThatThrownBy(() -> AccountStateJson.read("{")).hasMessageStartingWith("$: not well-formed JSON");
    }
}
