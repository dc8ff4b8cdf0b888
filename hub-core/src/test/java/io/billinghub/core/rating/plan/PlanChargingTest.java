package io.billinghub.core.rating.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.billinghub.core.money.Rounding;
import io.billinghub.core.rating.infrastructure.PlanStateJson;
import io.billinghub.core.rating.infrastructure.PricePlanJson;
import io.billinghub.core.rating.metering.Measurement;
import io.billinghub.core.rating.model.LocalPeriod;
import io.billinghub.core.rating.modifier.ChargeKind;
import io.billinghub.core.rating.modifier.ChargedItem;
import io.billinghub.core.rating.modifier.PricingPeriod;
import io.billinghub.core.rating.modifier.pricing.Memory;
import io.billinghub.core.rating.modifier.pricing.PlanState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Plans with modifiers are charged as {@code rating/modifier/charging.txt} says; its head explains its rows. */
class PlanChargingTest {
    private static final String TABLE = "/rating/modifier/charging.txt";

    /** The periods of one plan, one after the other. */
    private record Story(String place, PricePlan plan, List<String> rows) {}

    @TestFactory
    Stream<DynamicTest> aPlanChargesWhatItsTableSays() {
        return stories().stream().map(story -> DynamicTest.dynamicTest(story.place(), () -> check(story)));
    }

    static PricePlan plan(String rest) {
        return PricePlanJson.read("{\"key\":\"p\",\"version\":1,\"name\":\"P\",\"currency\":\"EUR\",\"unit\":\"GB\","
                        + rest.replace('\'', '"') + "}")
                .orElseThrow();
    }

    static ChargedItem item(LocalPeriod service) {
        return new ChargedItem("sub", "acme", "product", "host", ChargeKind.USAGE, "p", service, null);
    }

    private static void check(Story story) {
        Memory<PlanState> memory = Memory.start(PlanState.START);
        int number = 1;
        for (String row : story.rows()) {
            String[] sides = row.split("->", 2);
            List<String> parts = parts(sides[0], ";");
            Map<String, String> options = new HashMap<>();
            parts.stream().skip(2).forEach(option -> {
                String[] words = option.split(" ", 2);
                options.put(words[0], words.length == 1 ? "" : words[1]);
            });
            YearMonth month = YearMonth.parse(parts.get(0));
            LocalPeriod billing =
                    new LocalPeriod(month.atDay(1), month.plusMonths(1).atDay(1));
            LocalPeriod service = options.containsKey("from")
                    ? new LocalPeriod(LocalDate.parse(options.get("from")), billing.to())
                    : billing;
            PricingPeriod period = new PricingPeriod(
                    "run-" + month,
                    billing,
                    service,
                    number++,
                    !options.containsKey("open"),
                    options.containsKey("ends"));
            BigDecimal pooled = options.containsKey("pooled") ? new BigDecimal(options.get("pooled")) : null;
            ChargingContext context = new ChargingContext(item(service), period, pooled);
            PlanCharged charged = charge(story.plan(), parts.get(1), context, memory);
            assertThat(shown(charged)).as(row).isEqualTo(String.join("; ", parts(sides[1], ";")));
            assertThat(charge(story.plan(), parts.get(1), context, charged.memory()))
                    .as("again: " + row)
                    .isEqualTo(charged);
            memory = PlanStateJson.read(PlanStateJson.write(charged.memory()));
        }
    }

    private static PlanCharged charge(PricePlan plan, String uses, ChargingContext context, Memory<PlanState> memory) {
        if (uses.startsWith("quantity ")) {
            return PlanCharging.ofQuantity(plan, new BigDecimal(uses.split(" ", 2)[1]), context, memory);
        }
        if (uses.startsWith("pieces ")) {
            return PlanCharging.ofFee(plan, new BigDecimal(uses.split(" ", 2)[1]), Optional.empty(), context, memory);
        }
        List<Measurement> sums = new ArrayList<>();
        for (String use : uses.equals("nothing") ? List.<String>of() : parts(uses, ",")) {
            String[] words = use.split(" +", -1);
            sums.add(Measurement.of(Map.of("zone", words[0]), new BigDecimal(words[1]), 1));
        }
        return PlanCharging.ofSums(plan, sums, context, memory);
    }

    private static String shown(PlanCharged charged) {
        List<String> parts = new ArrayList<>();
        List<String> lines = new ArrayList<>();
        for (ChargedLine line : charged.lines()) {
            String name = line.dimensions().isEmpty()
                    ? "all"
                    : String.join(" ", line.dimensions().values());
            String free =
                    line.free().signum() == 0 ? "" : " free " + line.free().toPlainString();
            lines.add(name + " " + Rounding.lineNet(line.amount()).getAmount() + free);
        }
        parts.add(lines.isEmpty() ? "nothing" : String.join(", ", lines));
        charged.added()
                .forEach(line -> parts.add("+ " + line.key() + " "
                        + Rounding.lineNet(line.amount()).getAmount()));
        charged.explanation().forEach(words -> parts.add("says " + words));
        return String.join("; ", parts);
    }

    @Test
    void aSharedAllowanceMustHaveBeenDrawn() {
        PricePlan plan = plan("'model':{'type':'perUnit','unitPrice':1},'modifiers':{'allowance':"
                + "{'key':'family','name':'Family','quantity':10,'unit':'GB','sharing':'SHARED'}}");
        LocalPeriod may = new LocalPeriod(LocalDate.of(2026, 5, 1), LocalDate.of(2026, 6, 1));
        PricingPeriod period = PricingPeriod.whole("run", may, 1);
        Memory<PlanState> start = Memory.start(PlanState.START);
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        PlanCharging.ofQuantity(plan, BigDecimal.TEN, ChargingContext.of(item(may), period), start))
                .withMessageStartingWith("the allowance family of plan p is shared: say how much of this usage");
        ChargingContext tooMuch = new ChargingContext(item(may), period, new BigDecimal("10.5"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PlanCharging.ofQuantity(plan, BigDecimal.TEN, tooMuch, start))
                .withMessage("the shared allowance cannot have covered 10.5 GB of 10 GB that were used");
    }

    @Test
    void anEarlierPeriodIsRefusedOnceALaterOneIsCharged() {
        PricePlan plan = plan("'model':{'type':'perUnit','unitPrice':1},'modifiers':{'limit':"
                + "{'key':'min','name':'Minimum','minimum':10}}");
        LocalPeriod may = new LocalPeriod(LocalDate.of(2026, 5, 1), LocalDate.of(2026, 6, 1));
        LocalPeriod june = new LocalPeriod(LocalDate.of(2026, 6, 1), LocalDate.of(2026, 7, 1));
        Memory<PlanState> afterJune = PlanCharging.ofQuantity(
                        plan,
                        BigDecimal.TEN,
                        ChargingContext.of(item(june), PricingPeriod.whole("june", june, 2)),
                        Memory.start(PlanState.START))
                .memory();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PlanCharging.ofQuantity(
                        plan,
                        BigDecimal.TEN,
                        ChargingContext.of(item(may), PricingPeriod.whole("may", may, 1)),
                        afterJune))
                .withMessageStartingWith("run may is for the period from 2026-05-01, but run june has already priced");
    }

    @Test
    void usageIsNoFee() {
        LocalPeriod may = new LocalPeriod(LocalDate.of(2026, 5, 1), LocalDate.of(2026, 6, 1));
        ChargingContext context = ChargingContext.of(item(may), PricingPeriod.whole("run", may, 1));
        PricePlan usage = plan("'model':{'type':'perUnit','unitPrice':1}");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PlanCharging.ofFee(
                        usage, BigDecimal.ONE, Optional.empty(), context, Memory.start(PlanState.START)))
                .withMessage("plan p has no fee; it prices usage");
        PricePlan fee = plan("'model':{'type':'flat','timing':'IN_ADVANCE','fee':10}");
        assertThat(PlanCharging.ofFee(
                                fee, new BigDecimal("3"), Optional.empty(), context, Memory.start(PlanState.START))
                        .total()
                        .getAmount())
                .isEqualByComparingTo("30");
    }

    @Test
    void whatRatesByTheModelAloneRefusesAPlanWithModifiers() {
        PricePlan plan = plan("'model':{'type':'perUnit','unitPrice':1},'modifiers':{'limit':"
                + "{'key':'min','name':'Minimum','minimum':10},'promotions':[{'key':'start','name':'S',"
                + "'reduction':{'type':'amountOff','amount':1}}]}");
        String message =
                "plan p has modifiers (promotion start, limit min), which its charge model alone does not apply";
        LocalPeriod may = new LocalPeriod(LocalDate.of(2026, 5, 1), LocalDate.of(2026, 6, 1));
        assertThat(plan.hasModifiers()).isTrue();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> plan.rateUsage(BigDecimal.ONE))
                .withMessage(message);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> plan.rateRecurring(may, may))
                .withMessage(message);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PlanRating.ofSums(plan, List.of(), may))
                .withMessage(message);
    }

    private static List<Story> stories() {
        List<Story> stories = new ArrayList<>();
        int number = 0;
        for (String raw : lines()) {
            number++;
            String line = raw.strip();
            if (line.startsWith("plan ")) {
                stories.add(
                        new Story("charging.txt:" + number, plan(line.substring("plan ".length())), new ArrayList<>()));
            } else if (!line.isEmpty() && !line.startsWith("#")) {
                String row = line.contains("#") ? line.substring(0, line.indexOf('#')) : line;
                stories.get(stories.size() - 1).rows().add(row.strip());
            }
        }
        assertThat(stories)
                .hasSizeGreaterThanOrEqualTo(15)
                .allMatch(story -> !story.rows().isEmpty());
        return stories;
    }

    private static List<String> parts(String text, String separator) {
        return Arrays.stream(text.split(separator))
                .map(String::strip)
                .filter(part -> !part.isEmpty())
                .toList();
    }

    private static List<String> lines() {
        try (var stream = PlanChargingTest.class.getResourceAsStream(TABLE)) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
