package io.billinghub.core.billrun.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.billinghub.core.billrun.model.ReviewSample.Candidate;
import io.billinghub.core.billrun.model.ReviewSample.Risk;
import io.billinghub.core.identity.StableId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Which bills are drawn for the human eye. */
class ReviewSampleTest {

    private static final UUID RUN = UUID.fromString("0193a000-0000-7000-8000-000000000001");

    private static List<Candidate> draw(UUID run, int size, List<Candidate> offered) {
        ReviewSample sample = new ReviewSample(run, size);
        offered.forEach(sample::offer);
        return sample.bills();
    }

    /** Each tenth one is negative. */
    private static List<Candidate> bills(int count) {
        List<Candidate> bills = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            bills.add(new Candidate(StableId.of(RUN, "bill/" + i), i % 10 == 0 ? Set.of(Risk.NEGATIVE) : Set.of()));
        }
        return bills;
    }

    @Test
    void theSameBillsAreDrawnInWhateverOrderTheyCome() {
        List<Candidate> offered = bills(1000);
        List<Candidate> drawn = draw(RUN, 20, offered);
        assertThat(drawn).hasSize(20).doesNotHaveDuplicates();
        Collections.reverse(offered);
        assertThat(draw(RUN, 20, offered)).isEqualTo(drawn);
        assertThat(draw(RUN, 30, offered)).startsWith(drawn.toArray(Candidate[]::new));
    }

    @Test
    void anotherRunDrawsOthers() {
        assertThat(draw(StableId.of(RUN, "other"), 20, bills(1000))).isNotEqualTo(draw(RUN, 20, bills(1000)));
    }

    @Test
    void aRunWithFewerBillsIsLookedAtAsAWhole() {
        assertThat(draw(RUN, 20, bills(7))).hasSize(7);
    }

    /** 1,000 of weight 9 beside 9,000 of weight 1: half of what is drawn, where the tenth part would be without weights. */
    @Test
    void billsAtRiskAreDrawnByTheirWeight() {
        long atRisk = draw(RUN, 1000, bills(10_000)).stream()
                .filter(bill -> bill.weight() == 9)
                .count();
        assertThat(atRisk).isBetween(400L, 500L);
    }
}
