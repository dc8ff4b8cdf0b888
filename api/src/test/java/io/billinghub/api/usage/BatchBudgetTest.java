package io.billinghub.api.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.billinghub.core.error.HubException;
import io.smallrye.mutiny.Uni;
import org.junit.jupiter.api.Test;

/** What a batch has taken it gives back, however it ends. */
class BatchBudgetTest {

    private static final long MOST = 32L << 20;

    private final BatchBudget budget = new BatchBudget();

    @Test
    void givesBackWhatWasTaken() {
        for (int i = 0; i < 3; i++) {
            assertThat(take(MOST, Uni.createFrom().item("done"))).isEqualTo("done");
            assertThatThrownBy(() -> take(MOST, Uni.createFrom().failure(new IllegalStateException("broken"))))
                    .hasMessage("broken");
            assertThatThrownBy(() -> budget.within(MOST, () -> {
                                throw new IllegalStateException("thrown");
                            })
                            .await()
                            .indefinitely())
                    .hasMessage("thrown");
        }
        budget.within(MOST, () -> Uni.createFrom().nothing())
                .subscribe()
                .with(item -> {})
                .cancel();
        assertThat(take(MOST, Uni.createFrom().item("done"))).isEqualTo("done");
    }

    @Test
    void refusesWhatWouldBeTooMuchAndTakesItLater() {
        var running = budget.within(MOST - 10, () -> Uni.createFrom().nothing())
                .subscribe()
                .with(item -> {});
        assertThatThrownBy(() -> take(11, Uni.createFrom().item("done")))
                .isInstanceOf(HubException.class)
                .hasMessageContaining("send the same batch again");
        assertThat(take(10, Uni.createFrom().item("done"))).isEqualTo("done");
        running.cancel();
        assertThat(take(11, Uni.createFrom().item("done"))).isEqualTo("done");
    }

    private String take(long bytes, Uni<String> work) {
        return budget.within(bytes, () -> work).await().indefinitely();
    }
}
