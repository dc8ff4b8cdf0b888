package io.billinghub.core.rating.modifier;

import static org.assertj.core.api.Assertions.assertThat;

import io.billinghub.core.rating.model.LocalPeriod;
import io.billinghub.core.rating.model.Proration;
import io.billinghub.core.rating.modifier.change.FeeChanges;
import io.billinghub.core.rating.modifier.change.SegmentAmount;
import io.billinghub.core.rating.modifier.change.ServiceHistory;
import io.billinghub.core.rating.modifier.change.ServiceHistory.Told;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Changes in the middle of a period as {@code change.txt} says; its head explains its rows. */
class ChangeTableTest {
    @TestFactory
    Stream<DynamicTest> aCutPeriodCostsWhatItsTableSays() {
        List<DynamicTest> tests = new ArrayList<>();
        Table.Entry definition = null;
        for (Table.Entry entry : Table.read("change.txt", "fee")) {
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
        String[] rule = definition.json().split(" ", 3);
        FeeChanges changes = ModifierJson.read(rule[2], FeeChanges.class);
        List<String> parts = Table.parts(entry.input(), ";");
        String[] periods = parts.get(0).split(" service ", -1);
        LocalPeriod billing = Table.period(periods[0]);
        LocalPeriod service = periods.length == 1
                ? new LocalPeriod(billing.from().minusYears(1), billing.to().plusYears(1))
                : Table.period(periods[1]);
        List<Told> told = new ArrayList<>();
        for (String change : parts.subList(1, parts.size())) {
            told.add(told(change, told.isEmpty()));
        }
        List<SegmentAmount> amounts = changes.of(Proration.valueOf(rule[0]))
                .rate(ServiceHistory.of(told).segments(billing, service), billing, new BigDecimal(rule[1]));
        List<String> expected = entry.expected().equals("nothing") ? List.of() : Table.parts(entry.expected(), ",");
        assertThat(amounts).as(entry.toString()).hasSameSizeAs(expected);
        for (int i = 0; i < expected.size(); i++) {
            Table.assertNumber(amounts.get(i).amount(), expected.get(i), entry + ", part " + i);
        }
    }

    private static Told told(String change, boolean first) {
        BigDecimal quantity = null;
        Boolean paused = first ? Boolean.FALSE : null;
        String[] words = change.split(" +", -1);
        for (int i = 1; i < words.length; i++) {
            switch (words[i]) {
                case "paused" -> paused = true;
                case "resumed" -> paused = false;
                default -> quantity = new BigDecimal(words[i].substring(1));
            }
        }
        return new Told(LocalDate.parse(words[0]), quantity, paused);
    }
}
