package io.billinghub.core.consumption.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which period usage that is told now is billed in. */
class PayingAccountTest {

    @ParameterizedTest(
            name = "open from {0}: at {1} usage goes into the period from {2}; that of the day is closed: {3}")
    @CsvSource({
        "2026-01-05, 2026-11-20T12:00:00Z, 2026-11-05, false",
        "2026-11-05, 2026-11-20T12:00:00Z, 2026-11-05, false",
        "2026-11-05, 2026-11-04T21:59:59Z, 2026-11-05, true",
        "2026-12-05, 2026-11-20T12:00:00Z, 2026-12-05, true",
        "2027-03-05, 2026-11-20T12:00:00Z, 2027-03-05, true",
    })
    void usageGoesIntoThePeriodOfTheDayUnlessARunHasClosedIt(
            LocalDate openFrom, Instant at, LocalDate from, boolean closed) {
        PayingAccount account = new PayingAccount(
                1, new UUID(0, 1), "A-1", "One", "EUR", 1, 1, 5, ZoneId.of("Europe/Helsinki"), openFrom, List.of());
        assertThat(account.openAt(at).from()).isEqualTo(from);
        assertThat(account.isClosed(account.periodAt(at))).isEqualTo(closed);
    }
}
