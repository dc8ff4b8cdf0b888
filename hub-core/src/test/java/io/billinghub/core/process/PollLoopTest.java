package io.billinghub.core.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Work is looked for again and again, one look at a time, whatever becomes of each. */
class PollLoopTest {

    @Test
    void aFailureEndsNothing() throws InterruptedException {
        CountDownLatch looks = new CountDownLatch(3);
        PollLoop loop = new PollLoop("looking", Duration.ofMillis(1), () -> {
            looks.countDown();
            if (looks.getCount() == 2) {
                throw new IllegalStateException("thrown");
            }
            return Uni.createFrom().failure(new IllegalStateException("failed"));
        });

        loop.start();

        assertThat(looks.await(60, TimeUnit.SECONDS)).isTrue();
        loop.stop();
    }

    @Test
    void aLookWaitsForTheOneBefore() throws InterruptedException {
        AtomicInteger under = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        CountDownLatch looks = new CountDownLatch(5);
        PollLoop loop = new PollLoop(
                "looking",
                Duration.ofMillis(1),
                () -> Uni.createFrom()
                        .voidItem()
                        .invoke(() -> most.accumulateAndGet(under.incrementAndGet(), Math::max))
                        .onItem()
                        .delayIt()
                        .by(Duration.ofMillis(5))
                        .invoke(under::decrementAndGet)
                        .invoke(looks::countDown));

        loop.start();

        assertThat(looks.await(60, TimeUnit.SECONDS)).isTrue();
        loop.stop();
        assertThat(most).hasValue(1);
    }

    @Test
    void roundsEndWithTheFirstThatFindsNothing() {
        AtomicInteger rounds = new AtomicInteger();

        PollLoop.untilNothingIsLeft(() -> Uni.createFrom().item(rounds.incrementAndGet() < 4))
                .await()
                .atMost(Duration.ofSeconds(60));

        assertThat(rounds).hasValue(4);
    }

    @Test
    void whatWasNotStartedMayBeStopped() {
        AtomicInteger looks = new AtomicInteger();
        PollLoop loop = new PollLoop("looking", Duration.ofMillis(1), () -> {
            looks.incrementAndGet();
            return Uni.createFrom().voidItem();
        });

        loop.stop();

        assertThat(looks).hasValue(0);
    }
}
