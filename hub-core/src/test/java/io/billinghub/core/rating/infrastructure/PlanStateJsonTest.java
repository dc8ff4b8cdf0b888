package io.billinghub.core.rating.infrastructure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.billinghub.core.rating.modifier.allowance.AllowanceState;
import io.billinghub.core.rating.modifier.allowance.Grant;
import io.billinghub.core.rating.modifier.commitment.CommitmentState;
import io.billinghub.core.rating.modifier.pricing.Memory;
import io.billinghub.core.rating.modifier.pricing.PlanState;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a plan keeps between periods comes back with every digit, or is refused with its place. */
class PlanStateJsonTest {

    @Property(tries = 500)
    void whatIsWrittenIsReadAsTheSame(@ForAll("memories") Memory<PlanState> memory) {
        String json = PlanStateJson.write(memory);
        assertThat(PlanStateJson.read(json)).isEqualTo(memory);
        assertThat(PlanStateJson.write(PlanStateJson.read(json))).isEqualTo(json);
    }

    @Example
    void numbersAreTextsAndTheVersionStandsFirst() {
        Grant grant = new Grant(LocalDate.of(2026, 5, 1), 1, new BigDecimal("0.1234567890123456789012345"));
        PlanState state = new PlanState(new AllowanceState(LocalDate.of(2026, 5, 1), List.of(grant)), null);
        assertThat(PlanStateJson.write(new Memory<>("run 7", LocalDate.of(2026, 5, 1), PlanState.START, state)))
                .isEqualTo("{\"version\":1,\"run\":\"run 7\",\"period\":\"2026-05-01\","
                        + "\"before\":{\"allowance\":{},\"commitment\":{\"cyclesDone\":0,\"reached\":\"0\",\"inCycle\":\"0\",\"charged\":\"0\"}},"
                        + "\"after\":{\"allowance\":{\"period\":\"2026-05-01\",\"grants\":[{\"grantedFor\":\"2026-05-01\",\"periodsLeft\":1,"
                        + "\"left\":\"0.1234567890123456789012345\"}]},"
                        + "\"commitment\":{\"cyclesDone\":0,\"reached\":\"0\",\"inCycle\":\"0\",\"charged\":\"0\"}}}");
    }

    @Example
    void beforeTheFirstRunThereIsNoRun() {
        Memory<PlanState> start = Memory.start(PlanState.START);
        assertThat(PlanStateJson.read(PlanStateJson.write(start))).isEqualTo(start);
        assertThat(PlanStateJson.read("{\"version\":1,\"before\":{},\"after\":{}}"))
                .isEqualTo(start);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "[]                                                          | $: must be an object",
                "null                                                        | $: the state of a plan is a JSON object",
                "{'version':1,                                               | $: not well-formed JSON",
                "{}                                                          | $.version: must be a whole number",
                "{'version':2,'before':{},'after':{}}                        | $: version must be 1, but is 2",
                "{'version':'1','before':{},'after':{}}                      | $.version: must be a whole number",
                "{'version':1,'before':{}}                                   | $: after is missing",
                "{'version':1,'before':{},'after':{},'later':{}}             | $.later: this property is unknown; allowed are after, before, period",
                "{'version':1,'before':{},'after':{},'after':{}}             | Duplicate",
                "{'version':1,'run':'r','before':{},'after':{}}              | $: run and period are given together",
                "{'version':1,'run':5,'period':'2026-05-01','before':{},'after':{}} | $.run: must be a text",
                "{'version':1,'run':'r','period':'May','before':{},'after':{}} | $.period: 'May' is not a date",
                "{'version':1,'before':{},'after':{'commitment':{'cyclesDone':1}}} | $.after.commitment: reached is missing",
                "{'version':1,'before':{},'after':{'commitment':{'cyclesDone':-1,'reached':'0','inCycle':'0','charged':'0'}}} | $.after.commitment: cyclesDone must be 0 or more",
                "{'version':1,'before':{},'after':{'commitment':{'cyclesDone':1,'reached':'1e3','inCycle':'0','charged':'0'}}} | $.after.commitment.reached: '1e3' is not a number",
                "{'version':1,'before':{},'after':{'allowance':{'period':'2026-05-01','grants':[{'grantedFor':'2026-05-01','periodsLeft':0,'left':'-1'}]}}} | $.after.allowance.grants[0]: left must be zero or more",
                "{'version':1,'before':{},'after':{'allowance':{'grants':[{'periodsLeft':0,'left':'1'}]}}} | $.after.allowance.grants[0]: grantedFor is missing",
                "{'version':1,'before':{},'after':{'points':{}}}             | $.after.points: this property is unknown",
            })
    void whatIsNoStateIsRefusedWithItsPlace(String json, String problem) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PlanStateJson.read(json.replace('\'', '"')))
                .withMessageContaining(problem);
    }

    @Provide
    Arbitrary<Memory<PlanState>> memories() {
        Arbitrary<String> runs =
                Arbitraries.strings().alpha().numeric().withChars(" -\"\\é€").ofMinLength(1);
        return Combinators.combine(runs, days(), states(), states()).as(Memory::new);
    }

    private static Arbitrary<PlanState> states() {
        Arbitrary<Grant> grants = Combinators.combine(
                        days(), Arbitraries.integers().between(0, 24), numbers(BigDecimal.ZERO))
                .as(Grant::new);
        Arbitrary<AllowanceState> allowances =
                Combinators.combine(days(), grants.list().ofMaxSize(4)).as(AllowanceState::new);
        Arbitrary<BigDecimal> sums = numbers(new BigDecimal("-99999999999999999999"));
        Arbitrary<CommitmentState> commitments = Combinators.combine(
                        Arbitraries.integers().between(0, 60), sums, sums, sums)
                .as(CommitmentState::new);
        return Combinators.combine(allowances.injectNull(0.1), commitments.injectNull(0.1))
                .as(PlanState::new);
    }

    private static Arbitrary<LocalDate> days() {
        return Arbitraries.integers().between(0, 5000).map(LocalDate.of(2020, 1, 1)::plusDays);
    }

    private static Arbitrary<BigDecimal> numbers(BigDecimal least) {
        return Arbitraries.integers()
                .between(0, 30)
                .flatMap(scale -> Arbitraries.bigDecimals()
                        .between(least, new BigDecimal("99999999999999999999"))
                        .ofScale(scale));
    }
}
