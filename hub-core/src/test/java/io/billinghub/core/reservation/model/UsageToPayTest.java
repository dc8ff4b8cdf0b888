package io.billinghub.core.reservation.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.billinghub.core.consumption.model.Used;
import io.billinghub.core.cycle.CyclePeriod;
import io.billinghub.core.money.Divisor;
import io.billinghub.core.rating.infrastructure.PricePlanJson;
import io.billinghub.core.rating.model.KeptWords;
import io.billinghub.core.rating.model.LocalPeriod;
import io.billinghub.core.rating.model.RatedStep;
import io.billinghub.core.rating.model.StepKind;
import io.billinghub.core.rating.modifier.LineScope;
import io.billinghub.core.rating.modifier.credit.Credit;
import io.billinghub.core.rating.plan.StoredPlan;
import io.billinghub.core.usage.model.Meter;
import io.billinghub.core.usage.model.RatedUsage;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.joda.money.BigMoney;
import org.joda.money.CurrencyUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What usage costs of buckets, in the order in which a bill run draws them; the account's bills are in EUR, the month is November 2026. */
class UsageToPayTest {

    private static final LocalDate FROM = LocalDate.of(2026, 11, 1);
    private static final LocalDate TO = LocalDate.of(2026, 12, 1);
    private static final ZoneId ZONE = ZoneId.of("Europe/Helsinki");
    private static final StoredPlan PLAN = new StoredPlan(
            1,
            1,
            PricePlanJson.read(
                            "{\"key\":\"call\",\"version\":1,\"name\":\"Call\",\"currency\":\"EUR\",\"unit\":\"call\","
                                    + "\"model\":{\"type\":\"perUnit\",\"unitPrice\":\"0.50\"}}")
                    .orElseThrow(),
            LocalDate.of(2026, 1, 1),
            LocalDate.MAX);

    @ParameterizedTest(name = "{0} | {1} | before {2}")
    @CsvSource(delimiter = '|', textBlock = """
            # lines: product quantity unit amount (free) | buckets: key unit left priority scope until | before | reserved
            api 40 call 20.00 EUR                  | m EUR 50 9 * -                        | -    | m 20
            # no more than there is
            api 40 call 20.00 EUR                  | m EUR 12.34 9 * -                     | -    | m 12.34
            # of 50.00 the month before costs 45.00
            api 40 call 20.00 EUR                  | m EUR 50 9 * -                        | m 45 | m 5
            # nothing is left for a later month
            api 40 call 20.00 EUR                  | m EUR 50 9 * -                        | m 60 | -
            # each line is rounded as on the bill: 0.335 is 0.34, twice
            api 1 call 0.335 EUR; web 1 hit 0.335 EUR | m EUR 50 9 * -                     | -    | m 0.68
            # the pack first, by priority; money pays nothing then
            api 40 call 20.00 EUR                  | p call 100 1 * -; m EUR 50 9 * -      | -    | p 40
            # 100 of 130 calls are 50.00 of 65.00
            api 130 call 65.00 EUR                 | p call 100 1 * -; m EUR 50 9 * -      | -    | p 100; m 15
            # money has the lower priority number, so the pack finds nothing to pay
            api 40 call 20.00 EUR                  | p call 100 9 * -; m EUR 50 1 * -      | -    | m 20
            # money pays 12.00 of it, the 40 units of the pack pay the rest of the line
            api 40 call 20.00 EUR                  | p call 100 9 * -; m EUR 12 1 * -      | -    | m 12; p 40
            # a pack of another unit
            api 40 call 20.00 EUR                  | p sms 100 1 * -                       | -    | -
            # what ends first goes first, where priorities are equal
            api 40 call 20.00 EUR                  | a EUR 15 9 * -; b EUR 15 9 * 2026-11-20 | -  | b 15; a 5
            # scope: the API costs 20.00, the rest 7.00
            api 40 call 20.00 EUR; web 7 hit 7.00 EUR | a EUR 50 1 web -; b EUR 50 9 * -   | -    | a 7; b 20
            # what is priced in another currency no bucket pays for
            api 40 call 20.00 USD; web 7 hit 7.00 EUR | m EUR 50 9 * -                     | -    | m 7
            # of 150 calls 100 are free by the plan's allowance: 50 are 25.00, which 50 units of a pack pay, or 20 of them and money
            api 150 call 25.00 EUR 100             | p call 200 1 * -; m EUR 50 9 * -      | -    | p 50
            api 150 call 25.00 EUR 100             | p call 20 1 * -; m EUR 50 9 * -       | -    | p 20; m 15
            # what is missing to a commitment is no usage: no bucket pays for it
            api 1 shortfall 20.00 EUR added        | m EUR 50 9 * -                        | -    | -
            # usage that was taken back costs nothing
            api -40 call -20.00 EUR                | m EUR 50 9 * -                        | -    | -
            """)
    void bucketsAreDrawnAsByARun(String lines, String buckets, String before, String reserved) {
        UsageToPay usage = new UsageToPay(
                7,
                "A-7",
                CurrencyUnit.EUR,
                new CyclePeriod(FROM, TO),
                Arrays.stream(lines.split("; ", -1)).map(UsageToPayTest::used).toList());

        List<Reserved> found = usage.of(
                Arrays.stream(buckets.split("; ", -1))
                        .map(UsageToPayTest::bucket)
                        .toList(),
                before(before));

        assertThat(found)
                .allMatch(each -> each.accountId() == 7 && each.period().equals(FROM));
        assertThat(found.stream()
                        .map(each -> each.bucket() + " "
                                + each.amount().stripTrailingZeros().toPlainString())
                        .collect(Collectors.joining("; ")))
                .isEqualTo(reserved.equals("-") ? "" : reserved);
    }

    private static Map<String, BigDecimal> before(String text) {
        String[] parts = text.split(" ", -1);
        return text.equals("-") ? Map.of() : Map.of(parts[0], new BigDecimal(parts[1]));
    }

    private static Used used(String text) {
        String[] parts = text.split(" ", -1);
        BigDecimal quantity = new BigDecimal(parts[1]);
        RatedUsage.Line line = new RatedUsage.Line(
                7,
                1,
                parts[0],
                9,
                "cloud",
                isAdded(parts) ? "· deal" : "",
                new Meter(PLAN, new LocalPeriod(FROM, TO), true, true, ZONE),
                quantity,
                parts[2],
                isAdded(parts) ? 0 : 1,
                BigMoney.of(CurrencyUnit.of(parts[4]), new BigDecimal(parts[3])),
                steps(parts));
        return new Used(7, 1, parts[0], parts[0], 9, "cloud", parts[2], quantity, 1, List.of(line), Optional.empty());
    }

    private static boolean isAdded(String[] parts) {
        return parts.length > 5 && parts[5].equals("added");
    }

    private static List<RatedStep> steps(String[] parts) {
        if (parts.length < 6) {
            return List.of();
        }
        BigMoney nothing = BigMoney.zero(CurrencyUnit.of(parts[4]));
        return List.of(new RatedStep(
                isAdded(parts) ? new KeptWords(StepKind.MODIFIER, "Deal") : new KeptWords(StepKind.ALLOWANCE, "free"),
                0,
                isAdded(parts) ? BigDecimal.ONE : new BigDecimal(parts[5]),
                parts[2],
                BigDecimal.ZERO,
                Divisor.ONE,
                BigDecimal.ZERO,
                nothing));
    }

    private static Credit bucket(String text) {
        String[] parts = text.split(" ", -1);
        return new Credit(
                parts[0],
                "Bucket " + parts[0],
                Integer.parseInt(parts[3]),
                FROM,
                parts[5].equals("-") ? null : LocalDate.parse(parts[5]),
                parts[1].equals("EUR") ? null : parts[1],
                new BigDecimal(parts[2]),
                parts[4].equals("*") ? null : LineScope.ofProducts(List.of(parts[4])));
    }
}
