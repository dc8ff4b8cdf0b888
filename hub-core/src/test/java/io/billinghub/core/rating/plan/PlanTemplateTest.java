package io.billinghub.core.rating.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import io.billinghub.core.money.Rounding;
import io.billinghub.core.rating.infrastructure.PlanStateJson;
import io.billinghub.core.rating.infrastructure.PlanTemplate;
import io.billinghub.core.rating.infrastructure.PricePlanJson;
import io.billinghub.core.rating.metering.Measurement;
import io.billinghub.core.rating.metering.Metering;
import io.billinghub.core.rating.metering.MeteringPeriod;
import io.billinghub.core.rating.metering.Metric;
import io.billinghub.core.rating.metering.UsageEvent;
import io.billinghub.core.rating.model.LocalPeriod;
import io.billinghub.core.rating.model.Rated;
import io.billinghub.core.rating.modifier.ChargeKind;
import io.billinghub.core.rating.modifier.ChargedItem;
import io.billinghub.core.rating.modifier.PricingPeriod;
import io.billinghub.core.rating.modifier.pricing.Memory;
import io.billinghub.core.rating.modifier.pricing.PlanState;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.joda.money.BigMoney;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each template rates the usage in {@code src/test/resources/rating/templates} as the golden part of the same file says.
 *
 * <pre>
 * period FROM..TO ZONE [service FROM..TO]                 one period; those of a plan with modifiers follow each other
 * FROM[..TO] QUANTITY [@CARRIED] [DIMENSION=VALUE,...]    one event
 * ---
 * [VALUE, ...: ]QUANTITY UNIT[, QUANTITY free] = AMOUNT   one line, its amount rounded
 *   EXPLANATION
 * + WORDS = AMOUNT                                        one line that a modifier has added
 * * EXPLANATION                                           of the modifiers
 * </pre>
 *
 * With {@code -Dgolden.update} the part behind the dashes is written anew.
 */
class PlanTemplateTest {
    private static final Path GOLDEN = Path.of("src/test/resources/rating/templates");
    private static final Path TEMPLATES = Path.of("src/main/resources/rating/templates");
    private static final String DASHES = "---\n";

    static List<PlanTemplate> templates() {
        return PlanTemplate.all();
    }

    private record Usage(LocalPeriod billing, LocalPeriod service, ZoneId zone, List<UsageEvent> events) {
        MeteringPeriod period() {
            return MeteringPeriod.of(billing.from(), billing.to(), zone);
        }

        Usage of(List<UsageEvent> others) {
            return new Usage(billing, service, zone, others);
        }

        ChargingContext context(int number) {
            ChargedItem item = new ChargedItem("sub", "acme", "p", "host", ChargeKind.USAGE, "plan", service, null);
            return ChargingContext.of(item, new PricingPeriod("run-" + number, billing, service, number, true, false));
        }
    }

    private static String given(PlanTemplate template) throws IOException {
        String text = Files.readString(GOLDEN.resolve(template.key() + ".txt"), StandardCharsets.UTF_8);
        return text.substring(0, text.indexOf(DASHES));
    }

    @ParameterizedTest
    @MethodSource("templates")
    void aTemplateRatesItsUsageAsTheGoldenFileSays(PlanTemplate template) throws IOException {
        Path file = GOLDEN.resolve(template.key() + ".txt");
        String given = given(template);
        String rated = shown(template.plan(), usages(given));
        if (System.getProperty("golden.update") != null) {
            Files.writeString(file, given + DASHES + rated, StandardCharsets.UTF_8);
        }
        assertThat(given + DASHES + rated).isEqualTo(Files.readString(file, StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @MethodSource("templates")
    void theOrderOfItsUsageDoesNotMatter(PlanTemplate template) throws IOException {
        List<Usage> usages = usages(given(template));
        List<Usage> backwards = usages.stream()
                .map(usage -> {
                    List<UsageEvent> events = new ArrayList<>(usage.events());
                    Collections.reverse(events);
                    return usage.of(events);
                })
                .toList();
        assertThat(shown(template.plan(), backwards)).isEqualTo(shown(template.plan(), usages));
    }

    /** What the database sums gives the same as the single events. */
    @ParameterizedTest
    @MethodSource("templates")
    void sumsGiveTheSameWhereThePlanTakesThem(PlanTemplate template) throws IOException {
        PricePlan plan = template.plan();
        if (!plan.takesSums() || plan.model().getClass().getSimpleName().matches("Flat|PreRated")) {
            return;
        }
        Memory<PlanState> memory = Memory.start(PlanState.START);
        Memory<PlanState> ofSums = memory;
        int number = 1;
        for (Usage usage : usages(given(template))) {
            PlanCharged byEvents =
                    PlanCharging.ofEvents(plan, usage.events(), usage.period(), usage.context(number), memory);
            PlanCharged bySums = PlanCharging.ofSums(plan, sums(plan, usage), usage.context(number), ofSums);
            assertThat(shown(plan, bySums)).isEqualTo(shown(plan, byEvents));
            if (!plan.hasModifiers()) {
                assertThat(shown(plan, PlanRating.ofSums(plan, sums(plan, usage), usage.billing())))
                        .isEqualTo(shown(plan, byEvents));
            }
            memory = byEvents.memory();
            ofSums = bySums.memory();
            number++;
        }
    }

    private static List<Measurement> sums(PricePlan plan, Usage usage) {
        List<Measurement> sums = new ArrayList<>();
        Map<Map<String, String>, List<UsageEvent>> combinations = usage.events().stream()
                .collect(Collectors.groupingBy(event -> {
                    Map<String, String> values = new TreeMap<>(event.dimensions());
                    values.keySet().retainAll(plan.sumDimensions());
                    return values;
                }));
        Metric each = new Metric(plan.measures().aggregation(), null, null, null, null, null, null, null, null);
        combinations.forEach((values, events) -> {
            Measurement sum = Metering.of(each, events, usage.period()).get(0);
            if (sum.count() > 0) {
                sums.add(Measurement.of(values, sum.quantity(), sum.count()));
            }
        });
        return sums;
    }

    /** A plan that nothing stands around is charged as it is rated. */
    @ParameterizedTest
    @MethodSource("templates")
    void withoutModifiersChargingIsRatingAndWithThemRatingIsRefused(PlanTemplate template) throws IOException {
        PricePlan plan = template.plan();
        Usage usage = usages(given(template)).get(0);
        if (plan.hasModifiers()) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> PlanRating.ofEvents(plan, usage.events(), usage.period(), usage.zone()))
                    .withMessageStartingWith("plan " + plan.key() + " has modifiers (");
            return;
        }
        Memory<PlanState> memory = Memory.start(PlanState.START);
        PlanCharged charged = PlanCharging.ofEvents(plan, usage.events(), usage.period(), usage.context(1), memory);
        List<RatedLine> rated = PlanRating.ofEvents(plan, usage.events(), usage.period(), usage.zone());
        assertThat(charged.memory()).isSameAs(memory);
        assertThat(charged.added()).isEmpty();
        assertThat(charged.lines().stream()
                        .map(line -> new RatedLine(line.dimensions(), line.quantity(), line.count(), line.rated()))
                        .toList())
                .isEqualTo(rated);
    }

    @ParameterizedTest
    @MethodSource("templates")
    void aTemplateIsAPlanOfTheSchema(PlanTemplate template) throws IOException {
        assertThat(template.plan().key()).isEqualTo(template.key());
        assertThat(template.name()).isNotBlank();
        assertThat(template.description()).endsWith(".");
        String written = PricePlanJson.write(template.plan());
        assertThat(PricePlanJson.read(written).orElseThrow()).isEqualTo(template.plan());
        try (var schema = PlanTemplateTest.class.getResourceAsStream("/schema/price-plan.schema.json")) {
            assertThat(JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                            .getSchema(schema)
                            .validate(written, InputFormat.JSON))
                    .isEmpty();
        }
    }

    @Test
    void theIndexNamesEachTemplateAndEachModelHasOne() throws IOException {
        try (Stream<Path> files = Files.list(TEMPLATES)) {
            assertThat(files.map(file -> file.getFileName().toString().replace(".json", ""))
                            .filter(name -> !name.equals("index"))
                            .sorted()
                            .toList())
                    .isEqualTo(templates().stream().map(PlanTemplate::key).toList());
        }
        assertThat(templates()).hasSizeGreaterThanOrEqualTo(25);
        assertThat(templates().stream()
                        .map(template -> template.plan().model().getClass())
                        .distinct()
                        .toList())
                .hasSize(PricePlanJson.models().size());
    }

    /** Of a plan with modifiers all periods, one after the other. */
    private static String shown(PricePlan plan, List<Usage> usages) {
        if (!plan.hasModifiers()) {
            Usage usage = usages.get(0);
            assertThat(usages).hasSize(1);
            return shown(plan, PlanRating.ofEvents(plan, usage.events(), usage.period(), usage.zone()));
        }
        StringBuilder text = new StringBuilder();
        Memory<PlanState> memory = Memory.start(PlanState.START);
        int number = 1;
        for (Usage usage : usages) {
            ChargingContext context = usage.context(number++);
            PlanCharged charged = PlanCharging.ofEvents(plan, usage.events(), usage.period(), context, memory);
            PlanCharged again = PlanCharging.ofEvents(plan, usage.events(), usage.period(), context, charged.memory());
            assertThat(again).as("a repeated run").isEqualTo(charged);
            memory = PlanStateJson.read(PlanStateJson.write(charged.memory()));
            text.append(usage.billing().from()).append('\n').append(shown(plan, charged));
        }
        return text.toString();
    }

    private static String shown(PricePlan plan, PlanCharged charged) {
        StringBuilder text = new StringBuilder();
        for (ChargedLine line : charged.lines()) {
            String free = line.free().signum() == 0 ? "" : ", " + number(line.free()) + " free";
            text.append(line(plan, line.dimensions().values(), number(line.quantity()), free, line.amount()));
            text.append(steps(line.rated()));
        }
        charged.added()
                .forEach(line -> text.append("+ ")
                        .append(line.words())
                        .append(" = ")
                        .append(Rounding.lineNet(line.amount()))
                        .append('\n'));
        charged.explanation().forEach(words -> text.append("* ").append(words).append('\n'));
        return text.toString();
    }

    private static String shown(PricePlan plan, Collection<RatedLine> lines) {
        StringBuilder text = new StringBuilder();
        for (RatedLine line : lines) {
            String quantity = number(line.quantity());
            text.append(line(
                    plan, line.dimensions().values(), quantity, "", line.rated().amount()));
            text.append(steps(line.rated()));
        }
        return text.toString();
    }

    private static String line(
            PricePlan plan, Collection<String> values, String quantity, String free, BigMoney amount) {
        String of = values.isEmpty() ? "" : String.join(", ", values) + ": ";
        return of + quantity + " " + plan.unit() + free + " = " + Rounding.lineNet(amount) + "\n";
    }

    private static String steps(Rated rated) {
        return "  " + rated.explanation().replace("; ", "\n  ") + "\n";
    }

    private static String number(BigDecimal number) {
        return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
    }

    private static List<Usage> usages(String text) {
        List<Usage> usages = new ArrayList<>();
        int events = 0;
        for (String line : text.lines().filter(each -> !each.isBlank()).toList()) {
            if (line.startsWith("period ")) {
                String[] words = line.split(" +", -1);
                LocalPeriod billing = days(words[1]);
                usages.add(new Usage(
                        billing, words.length > 4 ? days(words[4]) : billing, ZoneId.of(words[2]), new ArrayList<>()));
            } else if (!line.startsWith("#")) {
                events++;
                usages.get(usages.size() - 1).events().add(event("e" + events, line));
            }
        }
        return usages;
    }

    private static LocalPeriod days(String text) {
        String[] ends = text.split("\\.\\.", 2);
        return new LocalPeriod(LocalDate.parse(ends[0]), LocalDate.parse(ends[1]));
    }

    private static UsageEvent event(String id, String line) {
        String[] words = line.split(" ", 4);
        String[] ends = words[0].split("\\.\\.", 2);
        Instant from = OffsetDateTime.parse(ends[0]).toInstant();
        Instant to = ends.length == 1 ? from : OffsetDateTime.parse(ends[1]).toInstant();
        BigDecimal carried = null;
        Map<String, String> dimensions = new TreeMap<>();
        String rest = line.substring(Math.min(line.length(), words[0].length() + words[1].length() + 2));
        if (rest.startsWith("@")) {
            carried = new BigDecimal(rest.split(" ", 2)[0].substring(1));
            rest = rest.contains(" ") ? rest.substring(rest.indexOf(' ') + 1) : "";
        }
        for (String pair : rest.isEmpty() ? new String[0] : rest.split(",", -1)) {
            dimensions.put(pair.split("=", 2)[0], pair.split("=", 2)[1]);
        }
        return new UsageEvent(id, "golden", from, to, new BigDecimal(words[1]), dimensions, carried);
    }
}
