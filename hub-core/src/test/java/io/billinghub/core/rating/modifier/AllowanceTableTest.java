package io.billinghub.core.rating.modifier;

import static org.assertj.core.api.Assertions.assertThat;

import io.billinghub.core.rating.model.LocalPeriod;
import io.billinghub.core.rating.modifier.allowance.Allowance;
import io.billinghub.core.rating.modifier.allowance.AllowanceState;
import io.billinghub.core.rating.modifier.allowance.Drawn;
import io.billinghub.core.rating.modifier.allowance.Use;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Free quantity as {@code allowance.txt} says; the head of the table explains its rows. */
class AllowanceTableTest {
    private Allowance allowance;
    private AllowanceState state;

    @TestFactory
    Stream<DynamicTest> anAllowanceCoversWhatItsTableSays() {
        List<DynamicTest> tests = new ArrayList<>();
        List<Table.Entry> entries = new ArrayList<>();
        for (Table.Entry entry : Table.read("allowance.txt", "allowance")) {
            entries.add(entry);
            if (entry.isRow()) {
                List<Table.Entry> upToRow = List.copyOf(entries);
                tests.add(DynamicTest.dynamicTest(entry.toString(), () -> upToRow.forEach(this::check)));
                entries.clear();
            }
        }
        return tests.stream();
    }

    private void check(Table.Entry entry) {
        if (!entry.isRow()) {
            allowance = ModifierJson.read(entry.json(), Allowance.class);
            state = AllowanceState.START;
            return;
        }
        List<String> input = Table.parts(entry.input(), ";");
        LocalPeriod billing = Table.period(input.get(0));
        LocalPeriod service = input.size() > 2 ? Table.period(input.get(2).split(" ", -1)[1]) : billing;
        PricingPeriod period = new PricingPeriod("run", billing, service, 1, true, false);
        List<Use> uses = Table.parts(input.get(1), ",").stream()
                .map(use -> use.split(" +", -1))
                .map(words -> new Use(words[0], new BigDecimal(words[1])))
                .toList();

        Drawn drawn = allowance.draw(uses, period, state);
        state = drawn.state();

        List<String> expected = Table.parts(entry.expected(), ";");
        for (String free : Table.parts(expected.get(0), ",")) {
            String[] words = free.split(" +", -1);
            Table.assertNumber(drawn.free().getOrDefault(words[0], BigDecimal.ZERO), words[1], entry.toString());
        }
        Table.assertNumber(state.left(), expected.get(1).split(" +", -1)[1], entry + ": left");
        assertThat(Split.sum(List.copyOf(drawn.free().values()))).isEqualByComparingTo(drawn.used());
        if (expected.size() > 2) {
            assertThat(allowance.reason(drawn).words())
                    .isEqualTo(expected.get(2).substring("says ".length()));
        }
    }
}
