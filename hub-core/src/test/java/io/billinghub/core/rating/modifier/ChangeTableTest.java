package io.billinghub.core.rating.modifier;

import static org.assertj.core.api.Assertions.assertThat;

import io.billinghub.core.rating.model.LocalPeriod;
import io.billinghub.core.rating.modifier.change.Delta;
import io.billinghub.core.rating.modifier.change.RecurringFee;
import io.billinghub.core.rating.modifier.change.Segment;
import io.billinghub.core.rating.modifier.change.SegmentAmount;
import io.billinghub.core.rating.modifier.change.ServiceChange;
import io.billinghub.core.rating.modifier.change.ServiceState;
import io.billinghub.core.rating.modifier.change.UsageOverSegments;
import io.billinghub.core.rating.modifier.change.UsageOverSegments.SegmentUse;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Changes in the middle of a period as {@code change.txt} and {@code delta.txt} say; their heads explain their rows. */
class ChangeTableTest {
    private static final BigDecimal FIRST_TIER = BigDecimal.valueOf(100);
    private static final LocalPeriod MAY = Table.period("2026-05");

    @TestFactory
    Stream<DynamicTest> aCutPeriodCostsWhatItsTableSays() {
        return rows("change.txt", "fee", "tiers");
    }

    @TestFactory
    Stream<DynamicTest> aDeltaIsWhatItsTableSays() {
        return rows("delta.txt", "form");
    }

    private static Stream<DynamicTest> rows(String table, String... definitions) {
        List<DynamicTest> tests = new ArrayList<>();
        Table.Entry definition = null;
        for (Table.Entry entry : Table.read(table, definitions)) {
            if (entry.isRow()) {
                Table.Entry ofRow = definition;
                tests.add(DynamicTest.dynamicTest(entry.toString(), () -> check(ofRow, entry)));
            } else {
                definition = entry;
            }
        }
        return tests.stream();
    }

    private static void check(Table.Entry definition, Table.Entry entry) {
        switch (definition.word()) {
            case "fee" -> checkFee(ModifierJson.read(definition.json(), RecurringFee.class), entry);
            case "tiers" -> checkUsage(UsageOverSegments.Tiers.valueOf(definition.json()), entry);
            default -> checkDelta(Delta.Form.valueOf(definition.json()), entry);
        }
    }

    private static void checkFee(RecurringFee rule, Table.Entry entry) {
        List<String> parts = Table.parts(entry.input(), ";");
        String[] periods = parts.get(0).split(" service ", -1);
        LocalPeriod billing = Table.period(periods[0]);
        LocalPeriod service = periods.length == 1
                ? new LocalPeriod(billing.from().minusYears(1), billing.to().plusYears(1))
                : Table.period(periods[1]);
        Map<String, BigDecimal> fees = new HashMap<>();
        List<ServiceChange> changes = new ArrayList<>();
        for (String change : parts.subList(1, parts.size())) {
            String[] words = change.replace(" paused", "").split(" +", -1);
            fees.put(words[1], new BigDecimal(words[4]));
            changes.add(new ServiceChange(
                    LocalDate.parse(words[0]),
                    new ServiceState(words[1], 1, new BigDecimal(words[2].substring(1)), change.contains(" paused "))));
        }
        List<Segment> segments = Segment.cut(billing, service, changes);
        assertAmounts(entry, rule.rate(segments, billing, state -> fees.get(state.plan())));
    }

    private static void checkUsage(UsageOverSegments.Tiers tiers, Table.Entry entry) {
        List<SegmentUse> uses = new ArrayList<>();
        LocalDate day = MAY.from();
        for (String use : Table.parts(entry.input(), ";")) {
            String[] words = use.split(" under ", -1);
            ServiceState state = new ServiceState(words[1], 1, BigDecimal.ONE, false);
            Segment segment = new Segment(new LocalPeriod(day, day.plusDays(1)), state);
            uses.add(new SegmentUse(segment, new BigDecimal(words[0])));
            day = day.plusDays(1);
        }
        assertAmounts(entry, UsageOverSegments.rate(uses, tiers, (state, quantity) -> {
            String[] prices = state.plan().split("/", -1);
            BigDecimal above = quantity.subtract(FIRST_TIER).max(BigDecimal.ZERO);
            return quantity.min(FIRST_TIER)
                    .multiply(new BigDecimal(prices[0]))
                    .add(above.multiply(new BigDecimal(prices[1])));
        }));
    }

    private static void assertAmounts(Table.Entry entry, List<SegmentAmount> amounts) {
        List<String> expected = entry.expected().equals("nothing") ? List.of() : Table.parts(entry.expected(), ",");
        assertThat(amounts).as(entry.toString()).hasSameSizeAs(expected);
        for (int i = 0; i < expected.size(); i++) {
            Table.assertNumber(amounts.get(i).amount(), expected.get(i), entry + ", part " + i);
        }
    }

    private static void checkDelta(Delta.Form form, Table.Entry entry) {
        String[] sides = entry.input().split("\\|", -1);
        List<RatedLine> charged = lines(sides[0]);
        List<RatedLine> due = lines(sides[1]);
        List<RatedLine> deltas = Delta.between("fix", charged, due, form);
        List<String> expected = entry.expected().equals("none") ? List.of() : Table.parts(entry.expected(), ",");
        assertThat(deltas.stream()
                        .map(line -> line.item().product() + " "
                                + line.amount().getAmount().toPlainString())
                        .toList())
                .as(entry.toString())
                .containsExactlyInAnyOrderElementsOf(expected);
        List<RatedLine> corrected = new ArrayList<>(charged);
        corrected.addAll(deltas);
        assertThat(Delta.between("again", corrected, due, form))
                .as(entry + " once more")
                .isEmpty();
    }

    private static List<RatedLine> lines(String text) {
        return text.strip().equals("nothing")
                ? List.of()
                : Table.parts(text, ",").stream()
                        .map(line -> Row.line(line, MAY))
                        .toList();
    }
}
