package io.billinghub.core.billrun.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Terms come to the same, whenever charges are known. */
class TermsReplayPropertiesTest {

    /**
     * In whatever order charges of six months come to be known, and one month is billed after those that follow it: all that runs charge
     * by terms comes to what it would have been, had all been known in time.
     */
    @Property(tries = 1000)
    void whatTermsComeToDoesNotDependOnWhenChargesAreKnown(
            @ForAll("terms") String terms, @ForAll("facts") List<Fact> facts, @ForAll("order") List<Integer> order) {
        SimulatedTerms runs = new SimulatedTerms(ExampleTerms.ALL.get(terms), 15);
        for (int now = 0; now < order.size(); now++) {
            Map<Integer, List<ChargedSum>> learnt = new TreeMap<>();
            for (Fact fact : facts) {
                int billed = order.indexOf(fact.month());
                if (Math.min(order.size() - 1, billed + fact.later()) == now) {
                    learnt.merge(
                            fact.month(),
                            List.of(SimulatedTerms.sum(fact.month(), fact.words())),
                            (one, other) ->
                                    Stream.concat(one.stream(), other.stream()).toList());
                }
            }
            runs.run(order.get(now), learnt);
        }
        assertThat(runs.billed()).isEqualTo(runs.withFullKnowledge());
    }

    /**
     * Something that is charged or given back.
     *
     * @param later how many runs after that of its month it comes to be known
     */
    private record Fact(int month, String words, int later) {}

    @Provide
    Arbitrary<String> terms() {
        return Arbitraries.of(ExampleTerms.ALL.keySet().stream().sorted().toList());
    }

    @Provide
    Arbitrary<List<Fact>> facts() {
        return Combinators.combine(
                        Arbitraries.integers().between(1, 5),
                        Arbitraries.of("usage", "usage", "usage", "fee", "tv"),
                        Arbitraries.of("10.05", "33.33", "70.00", "0.01", "-10.05", "-5.00", "-70.00"),
                        Arbitraries.of(0, 0, 0, 1, 1, 2, 4))
                .as((month, kind, amount, later) -> new Fact(month, kind + " " + amount, later))
                .list()
                .ofMaxSize(12);
    }

    @Provide
    Arbitrary<List<Integer>> order() {
        return Arbitraries.of(
                List.of(1, 2, 3, 4, 5, 6),
                List.of(1, 2, 3, 4, 5, 6),
                List.of(2, 1, 3, 4, 5, 6),
                List.of(1, 3, 4, 2, 5, 6));
    }
}
