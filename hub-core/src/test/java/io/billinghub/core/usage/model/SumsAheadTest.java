package io.billinghub.core.usage.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.billinghub.core.cycle.CyclePeriod;
import io.billinghub.core.rating.infrastructure.PlanTemplate;
import io.billinghub.core.rating.plan.StoredPlan;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SumsAheadTest {

    private static final ZoneId ZONE = ZoneId.of("Europe/Helsinki");
    private static final LocalDate OCTOBER = LocalDate.of(2026, 10, 1);
    private static final UsageSpan SPAN = span(OCTOBER);

    private final SumsAhead ahead =
            SumsAhead.of(SPAN, meters(1), List.of(1L, 2L, 3L), List.of(sum(1, "2"), sum(2, "3"), sum(1, "5")));

    @Test
    void accountsHaveTheirSumsAndThoseWithoutUsageNone() {
        assertThat(quantities(ahead, 1, 2)).contains(List.of("2", "5", "3"));
        assertThat(quantities(ahead, 3)).contains(List.of());
    }

    @Test
    void anAccountThatWasNotAskedForIsRead() {
        assertThat(quantities(ahead, 1, 4)).isEmpty();
    }

    @Test
    void anotherPeriodIsRead() {
        assertThat(ahead.of(span(OCTOBER.plusMonths(1)), meters(1), new Long[] {1L}))
                .isEmpty();
    }

    /** The plans are read again for each shard, and are the same as long as nobody changes one, whatever their models. */
    @Test
    void otherPricesAreRead() {
        assertThat(ahead.of(SPAN, meters(1), new Long[] {1L})).isPresent();
        assertThat(ahead.of(SPAN, meters(2), new Long[] {1L})).isEmpty();
    }

    @Test
    void nothingAnswersNothing() {
        assertThat(SumsAhead.NONE.of(SPAN, meters(1), new Long[0])).isEmpty();
    }

    private static Optional<List<String>> quantities(SumsAhead ahead, long... accounts) {
        return ahead.of(SPAN, meters(1), Arrays.stream(accounts).boxed().toArray(Long[]::new))
                .map(sums ->
                        sums.stream().map(sum -> sum.quantity().toPlainString()).toList());
    }

    private static UsageSpan span(LocalDate month) {
        return UsageSpan.of(CyclePeriod.containing(month, 1), ZONE);
    }

    /** One plan of each template, read anew. */
    private static Meters meters(long firstId) {
        List<StoredPlan> plans = new ArrayList<>();
        for (PlanTemplate template : PlanTemplate.all()) {
            plans.add(new StoredPlan(
                    firstId + plans.size(), 100 + plans.size(), template.plan(), LocalDate.MIN, LocalDate.MAX));
        }
        return Meters.of(plans, SPAN.rated(), ZONE);
    }

    private static UsageSum sum(long account, String quantity) {
        return new UsageSum(
                account,
                7,
                "data",
                "Data",
                3,
                "host",
                "",
                "GB",
                Optional.of(0),
                Map.of(),
                new BigDecimal(quantity),
                1,
                1,
                Instant.parse("2026-10-02T00:00:00Z"));
    }
}
