package io.billinghub.core.rating.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.billinghub.core.rating.metering.Percentile;
import io.billinghub.core.rating.metering.UsageEvent;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.joda.money.CurrencyUnit;

/** What holds for models that price single events, whatever the events. */
class EventPropertiesTest {
    private static final ChargeModel ONE_EURO = new PerUnit(BigDecimal.ONE, null);
    private static final ChargeModel TWO_EUROS = new PerUnit(BigDecimal.valueOf(2), null);

    private static Rated rate(ChargeModel model, List<UsageEvent> events) {
        return model.rate(RatingInput.measured(CurrencyUnit.EUR, "u", new Measured.Events(events)));
    }

    @Property(tries = 300)
    void theOrderOfEventsNeverMatters(
            @ForAll("models") ChargeModel model, @ForAll("events") List<UsageEvent> events, @ForAll long seed) {
        List<UsageEvent> shuffled = new ArrayList<>(events);
        Collections.shuffle(shuffled, new Random(seed));
        assertThat(rate(model, shuffled)).isEqualTo(rate(model, events));
    }

    @Property(tries = 300)
    void theStepsAddUpToTheAmount(@ForAll("models") ChargeModel model, @ForAll("events") List<UsageEvent> events) {
        Rated rated = rate(model, events);
        for (RatedStep step : rated.steps()) {
            BigDecimal alone = step.priceBase()
                    .into(step.quantity().multiply(step.unitPrice()))
                    .add(step.fee());
            // the last step settles what has no end
            assertThat(alone.subtract(step.amount().getAmount()).abs()).isLessThan(new BigDecimal("1E-19"));
        }
        assertThat(rated.steps().stream()
                        .map(step -> step.amount().getAmount())
                        .reduce(BigDecimal.ZERO, BigDecimal::add))
                .isEqualByComparingTo(rated.amount().getAmount());
    }

    @Property(tries = 300)
    void aReversalIsTheExactMirror(@ForAll("mirroring") ChargeModel model, @ForAll("events") List<UsageEvent> events) {
        Measured measured = new Measured.Events(events);
        if (measured.quantity().signum() != 0) {
            assertThat(rate(model, ((Measured.Events) measured.reversed()).events())
                            .amount()
                            .getAmount())
                    .isEqualByComparingTo(
                            rate(model, events).amount().getAmount().negate());
        }
    }

    @Property(tries = 300)
    void bandsOfOnePriceAreOneBand(@ForAll("zones") ZoneId zone, @ForAll("events") List<UsageEvent> events) {
        TimeOfUse bands = new TimeOfUse(zone, List.of(band(ONE_EURO)), List.of(), ONE_EURO);
        assertThat(rate(bands, events).amount().getAmount())
                .isEqualByComparingTo(new Measured.Events(events).quantity());
    }

    @Property(tries = 300)
    void aSessionDividedAtAnyInstantCostsTheSame(
            @ForAll("zones") ZoneId zone, @ForAll("sessions") UsageEvent session, @ForAll("shares") long share) {
        TimeOfUse model = new TimeOfUse(zone, List.of(band(TWO_EUROS)), List.of(LocalDate.of(2026, 3, 29)), ONE_EURO);
        long seconds = session.to().getEpochSecond() - session.from().getEpochSecond();
        Instant cut = session.from().plusSeconds(seconds * share / 100);
        UsageEvent first = session.part(session.from(), cut);
        UsageEvent second = session.part(cut, session.to());
        assertThat(first.quantity().add(second.quantity())).isEqualByComparingTo(session.quantity());
        BigDecimal whole = rate(model, List.of(session)).amount().getAmount();
        BigDecimal parts = rate(model, first.equals(session) ? List.of(first) : List.of(first, second))
                .amount()
                .getAmount();
        assertThat(parts).isEqualByComparingTo(whole);
    }

    private static TimeBand band(ChargeModel model) {
        List<TimeBand.Day> days = List.of(TimeBand.Day.SATURDAY, TimeBand.Day.SUNDAY, TimeBand.Day.HOLIDAY);
        return new TimeBand("band", days, LocalTime.of(22, 15), LocalTime.of(2, 30), model);
    }

    @Provide
    Arbitrary<ZoneId> zones() {
        return Arbitraries.of("Europe/Berlin", "America/Santiago", "Australia/Lord_Howe", "Pacific/Kiritimati", "UTC")
                .map(ZoneId::of);
    }

    @Provide
    Arbitrary<Long> shares() {
        return Arbitraries.longs().between(1, 99);
    }

    @Provide
    Arbitrary<ChargeModel> mirroring() {
        Percentage payment = new Percentage(
                new BigDecimal("1.4"),
                new BigDecimal("0.25"),
                2,
                new BigDecimal("50"),
                new BigDecimal("0.30"),
                new BigDecimal("5"),
                Percentage.Limits.PER_TRANSACTION);
        Percentage onSum = new Percentage(
                new BigDecimal("1.4"),
                new BigDecimal("0.25"),
                0,
                null,
                new BigDecimal("3"),
                new BigDecimal("5"),
                Percentage.Limits.ON_SUM);
        TimeOfUse bands = new TimeOfUse(ZoneId.of("Europe/Berlin"), List.of(band(TWO_EUROS)), List.of(), ONE_EURO);
        return Arbitraries.of(payment, onSum, bands);
    }

    @Provide
    Arbitrary<ChargeModel> models() {
        ChargeModel capacity = new Capacity(new Percentile(BigDecimal.valueOf(95), null), TWO_EUROS);
        return Arbitraries.oneOf(
                mirroring(), Arbitraries.of(capacity, new Capacity(null, TWO_EUROS)), Arbitraries.just(carried()));
    }

    private static ChargeModel carried() {
        return new Dynamic(Dynamic.Carries.UNIT_PRICE, new BigDecimal("1.2"));
    }

    @Provide
    Arbitrary<UsageEvent> sessions() {
        Instant first = Instant.parse("2026-03-20T00:00:00Z");
        return Combinators.combine(
                        Arbitraries.longs().between(0, 20L * 86_400),
                        Arbitraries.longs().between(100, 5L * 86_400),
                        quantities())
                .as((start, length, quantity) -> event(first.plusSeconds(start), length, quantity, null));
    }

    @Provide
    Arbitrary<List<UsageEvent>> events() {
        Instant first = Instant.parse("2026-03-20T00:00:00Z");
        return Combinators.combine(
                        Arbitraries.longs().between(0, 240L * 86_400),
                        Arbitraries.oneOf(
                                Arbitraries.just(0L), Arbitraries.longs().between(1, 5L * 86_400)),
                        quantities(),
                        quantities())
                .as((start, length, quantity, amount) -> event(first.plusSeconds(start), length, quantity, amount))
                .list()
                .ofMaxSize(12)
                .map(list -> list.stream().distinct().toList());
    }

    private static UsageEvent event(Instant from, long length, BigDecimal quantity, BigDecimal amount) {
        String id = "e" + from + length + quantity + amount;
        return new UsageEvent(id, "property", from, from.plusSeconds(length), quantity, null, amount);
    }

    private static Arbitrary<BigDecimal> quantities() {
        return Arbitraries.bigDecimals()
                .between(new BigDecimal("-500"), new BigDecimal("500"))
                .ofScale(2);
    }
}
