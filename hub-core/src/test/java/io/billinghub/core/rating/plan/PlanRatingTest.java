package io.billinghub.core.rating.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.billinghub.core.rating.infrastructure.PlanTemplate;
import io.billinghub.core.rating.infrastructure.PricePlanJson;
import io.billinghub.core.rating.metering.Measurement;
import io.billinghub.core.rating.metering.MeteringPeriod;
import io.billinghub.core.rating.metering.UsageEvent;
import io.billinghub.core.rating.model.LocalPeriod;
import io.billinghub.core.rating.model.Needs;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A plan says what it needs, and is rated from it. */
class PlanRatingTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final LocalDate MAY = LocalDate.of(2026, 5, 1);
    private static final LocalDate JUNE = LocalDate.of(2026, 6, 1);
    private static final MeteringPeriod PERIOD = MeteringPeriod.of(MAY, JUNE, BERLIN);
    private static final Map<String, PricePlan> TEMPLATES =
            PlanTemplate.all().stream().collect(Collectors.toMap(PlanTemplate::key, PlanTemplate::plan));

    @ParameterizedTest
    @CsvSource({
        // template, needs, takes sums, dimensions of the sums
        "mobile-data,               QUANTITY,     true,  service",
        "voice-minutes,             QUANTITY,     false, service", // rounded per call
        "sms-messages,              QUANTITY,     true,  service",
        "saas-seats,                QUANTITY,     false, ''", // the highest, not the sum
        "marketplace-fee,           QUANTITY,     true,  seller",
        "network-slice,             COMBINATIONS, true,  slice qos load",
        "ads-cpm,                   COMBINATIONS, true,  format event",
        "virtual-machines,          COMBINATIONS, false, region size",
        "electricity-time-of-use,   EVENTS,       false, meter",
        "bandwidth-95,              EVENTS,       false, ''",
        "electricity-spot,          EVENTS,       false, ''",
        "card-payments,             EVENTS,       false, ''",
        "resolved-cases,            METRICS,      false, ''"
    })
    void aPlanSaysWhatMustBeMeasured(String template, Needs.Level level, boolean sums, String dimensions) {
        PricePlan plan = TEMPLATES.get(template);
        assertThat(plan.model().needs().level()).isEqualTo(level);
        assertThat(plan.takesSums()).isEqualTo(sums);
        assertThat(String.join(" ", plan.sumDimensions())).isEqualTo(dimensions);
    }

    @Test
    void aPlanMeasuresItsOwnUnitOrTheOneFromWhichItConverts() {
        assertThat(TEMPLATES.get("voice-minutes").measuredUnit()).isEqualTo("s");
        assertThat(TEMPLATES.get("voice-minutes").unit()).isEqualTo("min");
        assertThat(TEMPLATES.get("data-packs").measuredUnit()).isEqualTo("GB");
    }

    @Test
    void threeThousandCombinationsAreThreeThousandLinesThatAddUp() {
        PricePlan plan = PricePlanJson.read("{'key':'p','version':1,'name':'P','currency':'EUR','unit':'GB',"
                        .concat("'metric':{'aggregation':'SUM','groupBy':['site','class']},")
                        .concat("'model':{'type':'perUnit','unitPrice':'0.01'}}")
                        .replace('\'', '"'))
                .orElseThrow();
        List<UsageEvent> events = new ArrayList<>();
        for (int i = 0; i < 12_000; i++) {
            Map<String, String> values = Map.of("site", "s" + i % 1000, "class", "c" + i % 3);
            events.add(UsageEvent.at("e" + i, "test", PERIOD.from().plusSeconds(i), BigDecimal.valueOf(i), values));
        }
        List<RatedLine> lines = PlanRating.ofEvents(plan, events, PERIOD, BERLIN);
        assertThat(lines).hasSize(3000);
        assertThat(lines.stream().mapToLong(RatedLine::count).sum()).isEqualTo(12_000);
        // 0 + 1 + ... + 11999 = 71,994,000 GB at 0.01
        assertThat(lines.stream()
                        .map(line -> line.rated().amount().getAmount())
                        .reduce(BigDecimal.ZERO, BigDecimal::add))
                .isEqualByComparingTo("719940.00");
    }

    /** A quantity of 1000 enters 1000 tiers; 50 lines of it have 50,000 steps, one more is more than that. */
    @Test
    void linesHaveFiftyThousandStepsAtMost() {
        String tiers = IntStream.range(1, 1000)
                .mapToObj(i -> "{'upTo':" + i + ",'unitPrice':1},")
                .collect(Collectors.joining());
        PricePlan plan = PricePlanJson.read(("{'key':'p','version':1,'name':'P','currency':'EUR','unit':'GB',"
                                + "'metric':{'aggregation':'SUM','groupBy':['site']},'model':{'type':'graduated','tiers':["
                                + tiers + "{'unitPrice':1}]}}")
                        .replace('\'', '"'))
                .orElseThrow();
        List<UsageEvent> events = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            events.add(
                    UsageEvent.at("e" + i, "test", PERIOD.from(), BigDecimal.valueOf(1000), Map.of("site", "s" + i)));
        }
        assertThat(PlanRating.ofEvents(plan, events, PERIOD, BERLIN)).hasSize(50);
        events.add(UsageEvent.at("e50", "test", PERIOD.from(), BigDecimal.ONE, Map.of("site", "s50")));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PlanRating.ofEvents(plan, events, PERIOD, BERLIN))
                .withMessageStartingWith("the lines have more than 50000 steps: rate fewer events at a time");
    }

    @Test
    void withGroupsNoUsageIsNoLineAndWithoutGroupsOneOfZero() {
        assertThat(PlanRating.ofEvents(TEMPLATES.get("electricity-demand"), List.of(), PERIOD, BERLIN))
                .isEmpty();
        assertThat(PlanRating.ofEvents(TEMPLATES.get("voice-destinations"), List.of(), PERIOD, BERLIN))
                .isEmpty();
        for (String template : List.of("mobile-data", "cdn-traffic", "bandwidth-95", "saas-seats", "shared-savings")) {
            List<RatedLine> lines = PlanRating.ofEvents(TEMPLATES.get(template), List.of(), PERIOD, BERLIN);
            assertThat(lines).as(template).hasSize(1);
            assertThat(lines.get(0).rated().amount().isZero()).as(template).isTrue();
        }
    }

    @Test
    void aFeeIsForThePeriodWhateverTheUsage() {
        UsageEvent event = UsageEvent.at("e", "test", PERIOD.from(), BigDecimal.TEN, Map.of());
        List<RatedLine> lines = PlanRating.ofEvents(TEMPLATES.get("iptv-subscription"), List.of(event), PERIOD, BERLIN);
        assertThat(lines).singleElement().satisfies(line -> {
            assertThat(line.quantity()).isEqualByComparingTo("1");
            assertThat(line.rated().explanation()).isEqualTo("recurring fee of 12.90 EUR for 31 of 31 days = 12.90");
        });
    }

    @Test
    void sumsOfAPlanThatNeedsEventsAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> PlanRating.ofSums(TEMPLATES.get("voice-minutes"), List.of(), new LocalPeriod(MAY, JUNE)))
                .withMessage("plan voice-minutes needs the single events, not sums");
    }

    @Test
    void sumsThatAFilterLeavesOutAreNotRated() {
        List<Measurement> sums = List.of(
                Measurement.of(Map.of("service", "data"), BigDecimal.valueOf(1024), 3),
                Measurement.of(Map.of("service", "voice"), BigDecimal.valueOf(9999), 5),
                Measurement.of(Map.of(), BigDecimal.valueOf(9999), 7));
        assertThat(PlanRating.ofSums(TEMPLATES.get("mobile-data"), sums, new LocalPeriod(MAY, JUNE)))
                .singleElement()
                .satisfies(line -> {
                    assertThat(line.count()).isEqualTo(3);
                    assertThat(line.rated().explanation()).isEqualTo("first 1 GB at 2.00 EUR = 2.00");
                });
    }

    @Test
    void whatCannotBeRatedIsRefusedWithTheEvent() {
        PricePlan preRated = TEMPLATES.get("wholesale-roaming");
        UsageEvent event = UsageEvent.at("e7", "test", PERIOD.from(), BigDecimal.TEN, Map.of());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PlanRating.ofEvents(preRated, List.of(event), PERIOD, BERLIN))
                .withMessage("event e7 carries no amount, which a pre-rated plan takes");
    }

    @Test
    void aPartOfASessionCarriesNoAmount() {
        Instant end = PERIOD.from().plusSeconds(60);
        UsageEvent session = new UsageEvent("e1", "test", PERIOD.from(), end, BigDecimal.TEN, null, BigDecimal.ONE);
        UsageEvent half = session.part(PERIOD.from(), end.minusSeconds(30));
        assertThat(half.amount()).isNull();
        assertThat(half.quantity()).isEqualByComparingTo("5");
        assertThat(session.part(PERIOD.from(), end)).isEqualTo(session);
    }

    @Test
    void anEventThatEndsBeforeItBeginsOrLastsTenYearsIsRefused() {
        Instant from = PERIOD.from();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new UsageEvent("e1", "test", from, from.minusNanos(1), BigDecimal.ONE, null, null))
                .withMessageContaining("before it begins");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new UsageEvent(
                        "e1", "test", from, from.plusSeconds(3661L * 86_400), BigDecimal.ONE, null, null))
                .withMessageContaining("lasts longer than ten years");
        assertThatIllegalArgumentException().isThrownBy(() -> new MeteringPeriod(from, from));
    }
}
