package io.billinghub.core.billrun.application;

import static org.assertj.core.api.Assertions.assertThat;

import io.billinghub.core.billrun.application.SimulatedRuns.Fact;
import io.billinghub.core.billrun.application.SimulatedRuns.Service;
import io.billinghub.core.rating.infrastructure.PricePlanJson;
import io.billinghub.core.rating.plan.StoredPlan;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/**
 * In whatever order usage, ends of subscriptions and the bills of parked accounts come: when all is known and one run more has been
 * made, all bills together are what they would have been, had all been known in time. And then nothing more comes out.
 */
class OrderOfKnowledgePropertiesTest {

    private static final int MONTHS = 6;

    private static final List<String> MODIFIERS = List.of(
            allowance("'rollOver':{'periods':1}"),
            allowance("'rollOver':{'periods':2,'quantity':'60','order':'LAST'}"),
            allowance("'proration':'END_DAY_EXCLUDED','rollOver':{'periods':3}"),
            allowance("'sharing':'SHARED'"),
            allowance("'sharing':'SHARED','proration':'END_DAY_EXCLUDED','rollOver':{'periods':2}"),
            commitment("'settlement':'EACH_CYCLE','cycles':3"),
            commitment("'settlement':'EACH_CYCLE','cycles':4,'surplusCounts':true,'renews':true"),
            commitment("'settlement':'TERM_END','cycles':5"),
            commitment("'settlement':'TERM_END','cycles':3,'earlyEnd':'WAIVE_REST','renews':true"),
            allowance("'rollOver':{'periods':1}") + "," + commitment("'settlement':'EACH_CYCLE','cycles':6")
                    + ",'limit':{'key':'least','name':'Least','minimum':'10.00'}",
            "'promotions':[{'key':'half','name':'Half','reduction':{'type':'percentOff','percent':'50'},'toPeriod':2}],"
                    + allowance("'sharing':'SHARED','rollOver':{'periods':1}"));

    private static String allowance(String more) {
        return "'allowance':{'key':'free','name':'Free','quantity':'100','unit':'GB'," + more + "}";
    }

    private static String commitment(String more) {
        return "'commitment':{'key':'deal','name':'Deal','measure':'AMOUNT','committed':'40.00'," + more + "}";
    }

    @Property(tries = 2000)
    void billsAreThoseOfFullKnowledge(
            @ForAll("modifiers") String modifiers,
            @ForAll("facts") List<Fact> facts,
            @ForAll("services") List<Service> services,
            @ForAll("resumed") Map<Integer, Integer> resumed) {
        SimulatedRuns runs = new SimulatedRuns(price(modifiers), facts, services);
        for (int month = 1; month <= MONTHS; month++) {
            if (resumed.containsKey(month)) {
                runs.park(month);
            } else {
                runs.run(month);
            }
            for (int before = 1; before <= month; before++) {
                if (resumed.getOrDefault(before, 0) == month) {
                    runs.run(before);
                }
            }
        }
        while (!runs.parked().isEmpty()) {
            runs.run(runs.parked().first());
        }
        runs.run(MONTHS + 1);

        assertThat(runs.billed()).isEqualTo(runs.withFullKnowledge(MONTHS + 1));
        assertThat(runs.run(MONTHS + 2))
                .isEqualTo(runs.withFullKnowledge(MONTHS + 2).keySet().stream()
                        .filter(key -> key.startsWith((MONTHS + 2) + " "))
                        .count());
    }

    /** Account 2 has no subscription: its periods are numbered from the first that is priced, and that is billed last. */
    @Example
    void promotionIsOfTheFirstPeriodsAlsoWhereTheyAreBilledLate() {
        String half =
                "'promotions':[{'key':'half','name':'Half','reduction':{'type':'percentOff','percent':'50'},'toPeriod':2}]";

        billsAreThoseOfFullKnowledge(
                half, List.of(new Fact(2, 1, 2, 1, 0), new Fact(2, 3, 130, 3, 0)), List.of(), Map.of(1, 3, 2, 3));
    }

    private static StoredPlan price(String modifiers) {
        String json =
                "{'key':'data','version':1,'name':'Data','currency':'EUR','unit':'GB','model':{'type':'graduated','tiers':"
                        + "[{'upTo':'50','unitPrice':'0.50'},{'unitPrice':'0.20'}]},'modifiers':{" + modifiers + "}}";
        return new StoredPlan(
                1, 7, PricePlanJson.read(json.replace('\'', '"')).orElseThrow(), LocalDate.MIN, LocalDate.MAX);
    }

    @Provide
    Arbitrary<String> modifiers() {
        return Arbitraries.of(MODIFIERS);
    }

    /** Some usage comes with its month, some late, some is taken back. */
    @Provide
    Arbitrary<List<Fact>> facts() {
        Arbitrary<Integer> months = Arbitraries.integers().between(1, 5);
        Arbitrary<Integer> later = Arbitraries.of(0, 0, 0, 1, 2, 4);
        Arbitrary<Integer> takenBack = Arbitraries.of(-1, -1, -1, 0, 1, 3);
        return Combinators.combine(
                        Arbitraries.longs().between(1, 2),
                        months,
                        Arbitraries.of(2, 20, 60, 130, 300),
                        later,
                        takenBack)
                .as((account, month, quantity, delay, back) -> {
                    int known = Math.min(MONTHS, month + delay);
                    return new Fact(account, month, quantity, known, back < 0 ? 0 : Math.min(MONTHS, known + back));
                })
                .list()
                .ofMaxSize(10);
    }

    /** None, one without an end, one that ends, or two that follow each other with a gap or without. */
    @Provide
    Arbitrary<List<Service>> services() {
        LocalDate january = LocalDate.of(2026, 1, 1);
        Arbitrary<LocalDate> ends = Arbitraries.of(
                LocalDate.of(2026, 2, 11),
                LocalDate.of(2026, 3, 1),
                LocalDate.of(2026, 4, 20),
                LocalDate.of(2026, 5, 1));
        Arbitrary<List<Service>> none = Arbitraries.just(List.of());
        Arbitrary<List<Service>> one = Arbitraries.of(
                List.of(new Service(1, january, null, 0)),
                List.of(new Service(1, january, null, 0), new Service(2, LocalDate.of(2026, 2, 10), null, 0)));
        Arbitrary<List<Service>> ended = Combinators.combine(
                        ends,
                        Arbitraries.integers().between(0, 4),
                        Arbitraries.of(0, 0, 5, 40, 70),
                        Arbitraries.of(false, true))
                .as((end, knownLater, gap, again) -> {
                    List<Service> services = new ArrayList<>();
                    int known = Math.min(MONTHS, end.minusDays(1).getMonthValue() + knownLater);
                    services.add(new Service(1, january, end, known));
                    LocalDate next = end.plusDays(gap);
                    if (again && next.getMonthValue() >= known) {
                        services.add(new Service(1, next, null, 0));
                    }
                    return services;
                });
        return Arbitraries.oneOf(none, one, ended);
    }

    /** Months in which the accounts are parked, and after the run of which month they are resumed. */
    @Provide
    Arbitrary<Map<Integer, Integer>> resumed() {
        return Arbitraries.maps(
                        Arbitraries.integers().between(1, 5),
                        Arbitraries.integers().between(0, 3))
                .ofMaxSize(2)
                .map(delays -> {
                    Map<Integer, Integer> resumed = new TreeMap<>();
                    delays.forEach((month, delay) -> resumed.put(month, Math.min(MONTHS, month + delay)));
                    return resumed;
                });
    }
}
