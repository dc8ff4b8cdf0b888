package io.billinghub.core.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Who asks first comes first, and only so many at once. */
class FairTurnsTest {

    private final FairTurns turns = new FairTurns(2);
    private final List<String> begun = new ArrayList<>();
    private final List<String> ended = new ArrayList<>();

    /** Work that goes on until it is told to end. */
    private UniEmitter<? super Void> ask(String name) {
        return ask(name, new AtomicReference<>());
    }

    private UniEmitter<? super Void> ask(String name, AtomicReference<Cancellable> asked) {
        AtomicReference<UniEmitter<? super Void>> end = new AtomicReference<>();
        Uni<Void> work = Uni.createFrom().emitter(emitter -> {
            begun.add(name);
            end.set(emitter);
        });
        asked.set(turns.take(() -> work)
                .subscribe()
                .with(done -> ended.add(name), failure -> ended.add(name + " " + failure.getMessage())));
        return end.get();
    }

    @Test
    void theThirdWaitsForTheFirstThatEnds() {
        UniEmitter<? super Void> first = ask("a");
        ask("b");
        ask("c");
        ask("d");
        assertThat(begun).containsExactly("a", "b");

        first.complete(null);

        assertThat(begun).containsExactly("a", "b", "c");
        assertThat(ended).containsExactly("a");
    }

    @Test
    void workThatFailsGivesItsTurnAway() {
        UniEmitter<? super Void> first = ask("a");
        ask("b");
        ask("c");

        first.fail(new IllegalStateException("lost"));

        assertThat(begun).containsExactly("a", "b", "c");
        assertThat(ended).containsExactly("a lost");
    }

    @Test
    void whatIsCancelledTakesNoTurnAndGivesItsOwnAway() {
        AtomicReference<Cancellable> first = new AtomicReference<>();
        AtomicReference<Cancellable> third = new AtomicReference<>();
        ask("a", first);
        ask("b");
        ask("c", third);
        ask("d");
        third.get().cancel();

        first.get().cancel();

        assertThat(begun).containsExactly("a", "b", "d");
        assertThat(ended).isEmpty();
    }

    @Test
    void aTurnIsFreeAgainWhenNobodyWaits() {
        ask("a").complete(null);
        ask("b").complete(null);
        ask("c").complete(null);
        ask("d");
        ask("e");
        ask("f");

        assertThat(begun).containsExactly("a", "b", "c", "d", "e");
    }

    @Test
    void workThatThrowsIsAFailure() {
        FairTurns one = new FairTurns(1);
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> one.take(() -> {
                                throw new IllegalStateException("thrown");
                            })
                            .await()
                            .indefinitely())
                    .hasMessage("thrown");
        }
        assertThatThrownBy(() -> new FairTurns(0)).isInstanceOf(IllegalArgumentException.class);
    }
}
