package io.billinghub.core.rating.plan;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import io.billinghub.core.money.Rounding;
import io.billinghub.core.rating.infrastructure.PlanTemplate;
import io.billinghub.core.rating.infrastructure.PricePlanJson;
import io.billinghub.core.rating.metering.Measurement;
import io.billinghub.core.rating.metering.Metering;
import io.billinghub.core.rating.metering.MeteringPeriod;
import io.billinghub.core.rating.metering.Metric;
import io.billinghub.core.rating.metering.UsageEvent;
import io.billinghub.core.rating.model.LocalPeriod;
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
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each template rates the usage in {@code src/test/resources/rating/templates} as the golden part of the same file says.
 *
 * <pre>
 * period FROM..TO ZONE
 * FROM[..TO] QUANTITY [@CARRIED] [DIMENSION=VALUE,...]    one event
 * ---
 * [VALUE, ...: ]QUANTITY UNIT = AMOUNT                    one line, its amount rounded
 *   EXPLANATION
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

    private record Usage(LocalDate from, LocalDate to, ZoneId zone, List<UsageEvent> events) {
        MeteringPeriod period() {
            return MeteringPeriod.of(from, to, zone);
        }
    }

    @ParameterizedTest
    @MethodSource("templates")
    void aTemplateRatesItsUsageAsTheGoldenFileSays(PlanTemplate template) throws IOException {
        Path file = GOLDEN.resolve(template.key() + ".txt");
        String text = Files.readString(file, StandardCharsets.UTF_8);
        String given = text.substring(0, text.indexOf(DASHES));
        Usage usage = usage(given);
        String rated = shown(
                template.plan(), PlanRating.ofEvents(template.plan(), usage.events(), usage.period(), usage.zone()));
        if (System.getProperty("golden.update") != null) {
            Files.writeString(file, given + DASHES + rated, StandardCharsets.UTF_8);
        }
        assertThat(given + DASHES + rated).isEqualTo(Files.readString(file, StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @MethodSource("templates")
    void theOrderOfItsUsageDoesNotMatter(PlanTemplate template) throws IOException {
        Usage usage = usage(Files.readString(GOLDEN.resolve(template.key() + ".txt"), StandardCharsets.UTF_8)
                .split(DASHES, 2)[0]);
        List<UsageEvent> backwards = new ArrayList<>(usage.events());
        Collections.reverse(backwards);
        PricePlan plan = template.plan();
        assertThat(shown(plan, PlanRating.ofEvents(plan, backwards, usage.period(), usage.zone())))
                .isEqualTo(shown(plan, PlanRating.ofEvents(plan, usage.events(), usage.period(), usage.zone())));
    }

    /** What the database sums gives the same as the single events. */
    @ParameterizedTest
    @MethodSource("templates")
    void sumsGiveTheSameWhereThePlanTakesThem(PlanTemplate template) throws IOException {
        PricePlan plan = template.plan();
        if (!plan.takesSums() || plan.model().getClass().getSimpleName().matches("Flat|PreRated")) {
            return;
        }
        Usage usage = usage(Files.readString(GOLDEN.resolve(template.key() + ".txt"), StandardCharsets.UTF_8)
                .split(DASHES, 2)[0]);
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
        assertThat(shown(plan, PlanRating.ofSums(plan, sums, new LocalPeriod(usage.from(), usage.to()))))
                .isEqualTo(shown(plan, PlanRating.ofEvents(plan, usage.events(), usage.period(), usage.zone())));
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

    private static String shown(PricePlan plan, List<RatedLine> lines) {
        StringBuilder text = new StringBuilder();
        for (RatedLine line : lines) {
            if (!line.dimensions().isEmpty()) {
                text.append(String.join(", ", line.dimensions().values())).append(": ");
            }
            String quantity = line.quantity().signum() == 0
                    ? "0"
                    : line.quantity().stripTrailingZeros().toPlainString();
            text.append(quantity)
                    .append(' ')
                    .append(plan.unit())
                    .append(" = ")
                    .append(Rounding.lineNet(line.rated().amount()))
                    .append("\n  ")
                    .append(line.rated().explanation().replace("; ", "\n  "))
                    .append('\n');
        }
        return text.toString();
    }

    private static Usage usage(String text) {
        List<String> lines = text.lines().filter(line -> !line.isBlank()).toList();
        String[] period = lines.get(0).split(" +", -1);
        String[] days = period[1].split("\\.\\.", 2);
        List<UsageEvent> events = new ArrayList<>();
        for (String line : lines.subList(1, lines.size())) {
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
            String id = "e" + (events.size() + 1);
            events.add(new UsageEvent(id, "golden", from, to, new BigDecimal(words[1]), dimensions, carried));
        }
        return new Usage(LocalDate.parse(days[0]), LocalDate.parse(days[1]), ZoneId.of(period[2]), events);
    }
}
