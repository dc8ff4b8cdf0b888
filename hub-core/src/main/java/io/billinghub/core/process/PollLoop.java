package io.billinghub.core.process;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import java.time.Duration;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Work that a process looks for again and again: at once when it starts, then at every tick at which the work of the tick before has ended.
 * A failure is logged and ends nothing. Work that is under way when the loop is stopped is not waited for.
 */
public final class PollLoop {

    private static final Logger LOG = Logger.getLogger(PollLoop.class);

    private final String what;
    private final Duration every;
    private final Supplier<Uni<Void>> work;
    private volatile Cancellable loop = () -> {};

    /**
     * @param what is done, for the log: {@code looking for bill runs}
     * @param every how long from one look to the next
     * @param work what is done at each look
     */
    public PollLoop(String what, Duration every, Supplier<Uni<Void>> work) {
        this.what = what;
        this.every = every;
        this.work = work;
    }

    /** Begins; to be called once. */
    public void start() {
        loop = Multi.createFrom()
                .ticks()
                .every(every)
                .onOverflow()
                .drop()
                .onItem()
                .transformToUniAndConcatenate(tick -> Uni.createFrom()
                        .deferred(work::get)
                        .onFailure()
                        .invoke(failure -> LOG.warn(what + " failed, trying again", failure))
                        .onFailure()
                        .recoverWithNull())
                .subscribe()
                .with(done -> {});
    }

    /** Looks no more; does nothing where it was not started. */
    public void stop() {
        loop.cancel();
    }

    /** Rounds of work, one after another, until one finds nothing to do. */
    public static Uni<Void> untilNothingIsLeft(Supplier<Uni<Boolean>> round) {
        return Uni.createFrom()
                .deferred(round::get)
                .repeat()
                .whilst(worked -> worked)
                .onItem()
                .ignoreAsUni();
    }
}
